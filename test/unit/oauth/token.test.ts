import assert from "node:assert/strict";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { useSandbox } from "./setup.ts";
import { eachCase } from "../../host/eachCase.ts";

describe("a token call", () => {
  const setup = useSandbox();
  const credential = () => ({ kind: "apiKey", apiKey: setup.sandbox.apiKey }) as const;

  it("gets a token that counts from the answer's arrival", async () => {
    const before = Date.now();
    const result = await requestToken(setup.profile, credential(), setup.context());
    const after = Date.now();
    assert(result.ok);
    const { accessToken, tokenType, issuedAt, expiresAt } = result.value;
    assert.match(accessToken, /^myUserName\//);
    assert.equal(tokenType, "Bearer");
    assert(issuedAt >= before && issuedAt <= after);
    assert.equal(expiresAt - issuedAt, 300_000);
  });

  it("sends the scope and the profile's origin IP", async () => {
    const profile = { ...setup.profile, scope: " openid email ", forwardedFor: "192.0.2.7" };
    assert((await requestToken(profile, credential(), setup.context())).ok);
    const [request] = setup.sandbox.requests;
    assert.equal(request?.fields["scope"], "openid email");
    assert.equal(request.headers["x-forwarded-for"], "192.0.2.7");
  });

  it("uses the settings' origin IP if the profile names none", async () => {
    assert((await requestToken(setup.profile, credential(), setup.context({ forwardedFor: "2001:db8::7" }))).ok);
    const own = { ...setup.profile, forwardedFor: "none" };
    assert((await requestToken(own, credential(), setup.context({ forwardedFor: "2001:db8::7" }))).ok);
    assert.deepEqual(
      setup.sandbox.requests.map(({ headers }) => headers["x-forwarded-for"]),
      ["2001:db8::7", undefined],
    );
  });

  it("accepts a session token instead of a key", async () => {
    const session = { kind: "session", token: setup.sandbox.sessionToken } as const;
    assert((await requestToken(setup.profile, session, setup.context())).ok);
  });

  it("finds default endpoints below the base URL's path, and configured ones from the root", async () => {
    const slash = { ...setup.profile, url: `${setup.sandbox.url}/` };
    assert((await requestToken(slash, credential(), setup.context())).ok);
    const endpoints = { token: "/authentication/v1/oauth/token" };
    const deep = { ...setup.profile, url: `${setup.sandbox.url}/deep/er`, endpoints };
    assert((await requestToken(deep, credential(), setup.context())).ok);
  });

  it("shows Argus' own words, but not the credential", () =>
    eachCase(
      ["expiredApiKey", "foreignApiKey"] as const,
      (key) => key,
      async (key) => {
        const apiKey = setup.sandbox[key];
        const result = await requestToken(setup.profile, { kind: "apiKey", apiKey }, setup.context());
        assert(!result.ok);
        assert.equal(result.error.code, "unauthorized");
        assert.equal(result.error.status, 401);
        assert.match(result.error.message, key === "expiredApiKey" ? /expired/ : /network/);
        assert(!JSON.stringify(result).includes(apiKey));
      },
    )).timeout(30_000);

  it("tells an unknown client from a wrong key", async () => {
    const unknown = { ...setup.profile, clientId: "00000000-0000-4000-8000-000000000000" };
    const client = await requestToken(unknown, credential(), setup.context());
    const key = await requestToken(setup.profile, { kind: "apiKey", apiKey: "wrong/key" }, setup.context());
    assert(!client.ok && !key.ok);
    assert.match(client.error.hint ?? "", /client ID/);
    assert.match(key.error.hint ?? "", /API key/);
  });
});
