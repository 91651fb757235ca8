/** httpYac itself sends edited requests to an application that wants a token of its own beside that of Argus. */
import assert from "node:assert/strict";
import { environmentVariable } from "../../../common/tokenVariables.ts";
import type { InsertStyle } from "../../../common/protocol/documents.ts";
import { authorize } from "../../../server/src/http/edits/authorize.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { LOGS_TOKEN } from "../../sandbox/application.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { tokenFrom } from "../terminal/setup.ts";
import { apply, NONE } from "./helpers.ts";
import { type HttpYac, startHttpYac } from "./senders/httpYac.ts";
import { parseRequest } from "./senders/restClient.ts";

const VARIABLES = ["logs", "whoami"].map(environmentVariable);

describe("a request with two tokens", () => {
  let sandbox: Sandbox;
  let httpYac: HttpYac;
  let accessToken: string;

  before(async function () {
    this.timeout(300_000); // httpYac takes a while to load
    sandbox = await startSandbox();
    httpYac = await startHttpYac();
    ({ accessToken } = await tokenFrom(sandbox));
    for (const name of VARIABLES) process.env[name] = accessToken;
  });

  after(async () => {
    for (const name of VARIABLES) Reflect.deleteProperty(process.env, name);
    await httpYac[Symbol.asyncDispose]();
    await sandbox.close();
  });

  /** A file with a request for each application, each with its profile, after Insert in both. */
  function inserted(text: string, style: InsertStyle): { text: string; lines: number[] } {
    const settings = {
      profiles: {
        whoami: { url: sandbox.url },
        logs: { url: sandbox.url, header: "X-Argus-Token", headerValue: "{token}" },
      },
    };
    const linesIn = (written: string): number[] =>
      written.split("\n").flatMap((line, at) => (/^(?:GET|curl) /.test(line) ? [at] : []));
    let changed = text;
    for (const which of linesIn(text).keys()) {
      const position = { line: linesIn(changed)[which] ?? -1, character: 0 };
      const answer = authorize(parse(changed), { position, accessToken, style }, NONE, settings);
      assert.ok("edits" in answer, JSON.stringify(answer));
      changed = apply(changed, answer.edits);
    }
    return { text: changed, lines: linesIn(changed) };
  }

  for (const style of ["literal", "variable", "environment"] as const) {
    it(`arrives with both, and another one of the same file with one: ${style}`, async () => {
      const sent = inserted(
        [
          "# @argus whoami",
          `GET ${sandbox.url}/app/whoami`,
          "",
          "###",
          "# @argus logs",
          `GET ${sandbox.url}/app/logs`,
          `Authorization: Bearer ${LOGS_TOKEN}`,
          "",
        ].join("\n"),
        style,
      );
      for (const [which, line] of sent.lines.entries()) {
        const before = sandbox.requests.length;
        await httpYac.send(sent.text, line);
        const arrived = sandbox.requests.slice(before).find(({ target }) => target.startsWith("/app/"));
        assert.equal(arrived?.status, 200, sent.text);
        const { authorization, "x-argus-token": other } = arrived.headers;
        const tokens = which === 0 ? [`Bearer ${accessToken}`, undefined] : [`Bearer ${LOGS_TOKEN}`, accessToken];
        assert.deepEqual([authorization, other], tokens);
      }
    });

    it(`is sent with both by REST Client's rules, from a command too: ${style}`, () => {
      const sent = inserted(
        [
          "# @argus logs",
          `GET ${sandbox.url}/app/logs`,
          `Authorization: Bearer ${LOGS_TOKEN}`,
          "",
          "###",
          `curl ${sandbox.url}/app/logs -H "Authorization: Bearer ${LOGS_TOKEN}"`,
          "",
        ].join("\n"),
        style,
      );
      assert.equal(sent.lines.length, 2);
      for (const line of sent.lines) {
        const headers = parseRequest(sent.text, line, { [VARIABLES[0] ?? ""]: accessToken })?.headers;
        assert.deepEqual(Object.fromEntries(headers ?? []), {
          Authorization: `Bearer ${LOGS_TOKEN}`,
          "X-Argus-Token": accessToken,
        });
      }
    });
  }
});
