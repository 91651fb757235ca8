import assert from "node:assert/strict";
import { until } from "../../host/until.ts";
import { standIn } from "../../host/standIn/state.ts";
import { documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const CHECKS = ["argus.introspect", "argus.userinfo", "argus.explainRefusal"];

describe("a token that Argus no longer accepts, long before its end", () => {
  const setup = useClient({ profiles: (own) => ({ default: { ...own, scope: "openid profile clientip" } }) });
  beforeEach(() => {
    standIn.answer = (question) =>
      question.prompt.startsWith("Client secret") ? setup.sandbox.clientSecret : setup.enterKey(question);
  });

  /** A request with the profile's token. */
  async function request(): Promise<{ token: string; check: (command: string) => Promise<boolean> }> {
    assert.equal(await setup.window.run("argus.getToken"), true);
    const token = setup.window.sessions.held().get("default")!.accessToken;
    const document = documentOf(`GET ${setup.sandbox.url}/app/a\nAuthorization: Bearer ${token}\n`);
    standIn.documents = [document];
    return { token, check: (command) => setup.window.run(command, document.uri.toString(), 0) };
  }

  for (const command of CHECKS) {
    it(`counts as expired in all windows after ${command}, and is replaced`, async () => {
      const other = setup.open();
      const { token, check } = await request();
      await other.tokens.reload();
      assert.equal(other.sessions.state("default").kind, "live");
      setup.sandbox.expireAll();
      await check(command);
      assert.equal(setup.window.sessions.state("default").kind, "expired");
      assert.equal(setup.window.sessions.known(token)?.isEndAssumed, true);
      await until("the other window", () => other.sessions.state("default").kind === "expired");
      const next = await other.signIn.obtain("default");
      assert(next.ok);
      assert.notEqual(next.value.token.accessToken, token);
    });
  }

  it("may have expired, says Userinfo, unless something else explains the refusal", async () => {
    const { check } = await request();
    setup.sandbox.expireAll();
    await check("argus.userinfo");
    const [guess = ""] = standIn.messages.splice(0);
    assert.match(guess, /did not accept the token\..* It may have expired: get a new token\.$/);
    // Now its end is known.
    await check("argus.userinfo");
    assert.match(standIn.messages.at(-1) ?? "", /This token has probably expired, .* Get a new token\.$/);
    assert.doesNotMatch(standIn.messages.at(-1) ?? "", /may have expired/);
  });

  it("keeps its end if it may be refused for the address that is sent", async () => {
    const { token, check } = await request();
    assert.equal(await check("argus.userinfo"), true);
    const { url, clientId } = setup.profile;
    standIn.set("user", "argus.profiles", { default: { url, clientId, scope: "openid", forwardedFor: "192.0.2.7" } });
    setup.sandbox.expireAll();
    await check("argus.userinfo");
    assert.equal(setup.window.sessions.known(token)?.isEndAssumed, undefined);
  });
});
