import assert from "node:assert/strict";
import { type Answer, type Question, standIn } from "../../host/standIn/state.ts";
import { until } from "../../host/until.ts";
import { useClient } from "./setup.ts";

describe("Discover Endpoints", () => {
  const setup = useClient();

  /** Asks a server other than the profile's. @returns what was shown at each question for its URL */
  async function ask(...urls: readonly Answer[]): Promise<(string | undefined)[]> {
    const left = [...urls];
    const shown: Question[] = [];
    standIn.questions = [];
    standIn.answer = (question) => {
      if (question.prompt.startsWith("Which server")) return "Another URL…";
      if (!question.prompt.startsWith("URL of the server")) return "Change Endpoints";
      shown.push(question);
      return left.shift();
    };
    assert.equal(await setup.window.run("argus.discoverEndpoints", "default"), urls.at(-1) !== undefined);
    assert.deepEqual(left, [], "not asked for");
    return shown.flatMap(({ value, told }) => [value, told]);
  }

  const CASES: readonly [what: string, url: () => string, reason: RegExp][] = [
    ["a host that nothing listens on", () => "http://127.0.0.1:9", /^Could not reach 127\.0\.0\.1:9: nothing listens/],
    ["a host that does not exist", () => "https://argus.invalid", /^Could not find argus\.invalid/],
  ];
  for (const [what, url, reason] of CASES) {
    it(`goes back to the URL of ${what}, with the reason, and asks the corrected one`, async () => {
      const [, , value, told] = await ask(url(), setup.sandbox.url);
      assert.equal(value, url());
      assert.match(told ?? "", reason);
      assert.deepEqual(standIn.messages, ["Change the endpoints of “default”?"]);
    });
  }

  it("goes back to the URL of a server that publishes nothing", async () => {
    setup.sandbox.fail({ kind: "status", status: 404, message: "no" }, 2);
    const [, , value, told] = await ask(`${setup.sandbox.url}/`, setup.sandbox.url);
    assert.equal(value, `${setup.sandbox.url}/`);
    assert.match(told ?? "", /does not say where its endpoints are.*Try another URL/);
  });

  it("ends when the person leaves the URL that failed", async () => {
    await ask("http://127.0.0.1:9", undefined);
    assert.deepEqual(standIn.messages, []);
  });

  it("goes back to the URL when the call is cancelled", async () => {
    setup.sandbox.fail({ kind: "late", ms: 5000 }, 1);
    const asked = ask(`${setup.sandbox.url}/`, undefined);
    (await until("the progress", () => standIn.progress[0])).cancel();
    assert.deepEqual((await asked).slice(2), [`${setup.sandbox.url}/`, undefined]);
  });

  it("reports a failure of the profile's own URL, which Edit Profile corrects", async () => {
    standIn.set("user", "argus.profiles", { default: { ...setup.profile, url: "https://argus.invalid" } });
    standIn.answer = ({ prompt, choices }) => (prompt.startsWith("Which server") ? choices?.[0] : undefined);
    assert.equal(await setup.window.run("argus.discoverEndpoints", "default"), false);
    assert.match(standIn.messages[0] ?? "", /^“default”: Could not find argus\.invalid/);
    assert.deepEqual(standIn.questions.at(-1)?.choices, ["Edit Profile", "Diagnose"]);
  });
});
