import assert from "node:assert/strict";
import type { Result } from "../../../client/src/answers/inlineResults.ts";
import { standIn } from "../../host/standIn/state.ts";
import { until } from "../../host/until.ts";
import { documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const INSERT = "Insert Token";

const TOKENS: readonly [what: string, token: string, said: RegExp][] = [
  ["a JWT", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.c2ln", /is a JWT, so another system seems to have issued it/],
  ["another system's token", "ghp_0123456789abcdefghij", /looks like one from another system \(ghp_…\)/],
];

describe("a token of another system in a request to Argus", () => {
  const setup = useClient();

  /** Runs a command on a token that is in a variable of its file, and clicks the button that inserts one of Argus. */
  async function check(command: string, token: string) {
    const results: Result[] = [];
    const inserted: unknown[][] = [];
    const show = (...[, , result]: [unknown, unknown, Result]): void => void results.push(result);
    const window = setup.open({ results: { show } });
    const text = `@token = ${token}\n\nGET ${setup.sandbox.url}/app/a\nAuthorization: Bearer {{token}}\n`;
    standIn.documents = [documentOf(text)];
    standIn.messages = [];
    standIn.answer = ({ prompt, choices = [] }) =>
      prompt.startsWith("Client secret") ? setup.sandbox.clientSecret : choices.find((button) => button === INSERT);
    standIn.commands.set("argus.insertToken", (...args) => inserted.push(args));
    const worked = await window.run(command, "file:///workspace/test.http", 2);
    return { worked, results, inserted };
  }

  for (const [what, token, said] of TOKENS) {
    it(`is recognized by Introspect: ${what}`, async () => {
      const { worked, results } = await check("argus.introspect", token);
      assert(worked);
      assert.match(results[0]?.summary ?? "", /^not active: this token /);
      assert.match(results[0]?.summary ?? "", said);
    });

    it(`is recognized by Userinfo, which offers one of Argus: ${what}`, async () => {
      const { worked, inserted } = await check("argus.userinfo", token);
      assert(!worked);
      const [message = ""] = standIn.messages;
      assert.match(message, said);
      assert(!message.includes(token));
      assert.doesNotMatch(message, /may have expired/);
      assert.deepEqual(standIn.questions.at(-1)?.choices, [INSERT]);
      await until("the insertion", () => inserted.length > 0);
      assert.deepEqual(inserted, [["file:///workspace/test.http", 2]]);
    });

    it(`is recognized by “Why Was This Refused?”: ${what}`, async () => {
      const { worked, inserted } = await check("argus.explainRefusal", token);
      assert(worked);
      const [message = ""] = standIn.messages;
      assert.match(message, said);
      assert.match(message, /Insert a token of “default”\.$/);
      await until("the insertion", () => inserted.length > 0);
    });
  }
});
