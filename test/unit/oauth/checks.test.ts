import assert from "node:assert/strict";
import { introspectionSummary } from "../../../client/src/answers/summary.ts";
import { introspect } from "../../../server/src/oauth/introspection.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { useSandbox } from "./setup.ts";
import { eachCase } from "../../host/eachCase.ts";

describe("introspection and userinfo", () => {
  const setup = useSandbox();

  async function tokenFor(change: Partial<Profile> = {}): Promise<string> {
    const credential = { kind: "apiKey", apiKey: setup.sandbox.apiKey } as const;
    const result = await requestToken({ ...setup.profile, ...change }, credential, setup.context());
    assert(result.ok);
    return result.value.accessToken;
  }

  it("authenticate the client in each way", () =>
    eachCase(
      [undefined, "body", "basic", "basicEncoded"] as const,
      (clientAuthentication) => clientAuthentication ?? "default",
      async (clientAuthentication) => {
        const profile = { ...setup.profile, ...(clientAuthentication && { clientAuthentication }) };
        const result = await introspect(profile, await tokenFor(), setup.sandbox.clientSecret, setup.context());
        assert(result.ok);
        const { active, username, scope, expiresAt, clockSkewMs, claims } = result.value;
        assert.equal(active, true);
        assert.equal(username, "myUserName");
        assert.equal(scope, "openid profile");
        assert.equal(clockSkewMs, 0);
        assert.equal(claims["token_type"], "Bearer");
        assert(expiresAt !== undefined && Math.abs(expiresAt - Date.now() - 300_000) < 5000);
      },
    )).timeout(30_000);

  it("refuse a client ID that plain Basic would cut at its colon", async () => {
    const { clientSecret } = setup.sandbox;
    const profile = { ...setup.profile, clientId: "urn:my:client", clientAuthentication: "basic" as const };
    const result = await introspect(profile, "a/b", clientSecret, setup.context());
    assert(!result.ok);
    assert.equal(result.error.code, "invalidProfile");
    assert.match(result.error.message, /“basicEncoded”/);
    assert.equal(setup.sandbox.requests.length, 0);
    for (const clientAuthentication of ["basicEncoded", "body"] as const) {
      const sent = await introspect({ ...profile, clientAuthentication }, "a/b", clientSecret, setup.context());
      assert(!sent.ok && sent.error.code === "unauthorized");
    }
  });

  it("introspect for a client without a secret", async () => {
    const profile = { ...setup.profile, clientId: setup.sandbox.publicClientId };
    const token = await tokenFor({ clientId: profile.clientId });
    for (const clientSecret of [undefined, ""]) {
      const result = await introspect(profile, token, clientSecret, setup.context());
      assert(result.ok && result.value.active);
    }
  });

  it("report inactive for an unknown or expired token, another client's, or another IP's", async () => {
    const { clientSecret, otherClientId, otherClientSecret } = setup.sandbox;
    const other = { ...setup.profile, clientId: otherClientId };
    const token = await tokenFor();
    const elsewhere = { ...setup.profile, forwardedFor: "192.0.2.9" };
    const answers = [
      await introspect(setup.profile, "myUserName/unknown", clientSecret, setup.context()),
      await introspect(other, token, otherClientSecret, setup.context()),
      await introspect(elsewhere, token, clientSecret, setup.context()),
    ];
    setup.sandbox.expireAll();
    answers.push(await introspect(setup.profile, token, clientSecret, setup.context()));
    for (const answer of answers) assert(answer.ok && !answer.value.active);
  });

  it("refuse a wrong client secret without showing it", async () => {
    const result = await introspect(setup.profile, await tokenFor(), "wrong: secret", setup.context());
    assert(!result.ok);
    assert.equal(result.error.code, "unauthorized");
    assert.match(result.error.hint ?? "", /client secret/);
    assert(!JSON.stringify(result).includes("wrong: secret"));
  });

  it("name an invalid field of the answer", async () => {
    setup.sandbox.fail({ kind: "json200", value: { active: "yes" } });
    const result = await introspect(setup.profile, "a/b", undefined, setup.context());
    assert(!result.ok);
    assert.match(result.error.message, /active must be boolean/);
  });

  it("read exp from a text, and answer whether the token is active whatever it is", async () => {
    const now = Date.now();
    for (const [exp, odd] of [
      [String(Math.floor(now / 1000) + 100), undefined],
      ["2026-12-01T12:00:00Z", /not a time/],
      [(now + 100_000) * 1_000, /not a time/],
      [now + 100_000, /milliseconds/],
      [300, /duration/],
      ["300", /duration/],
      [Math.floor(now / 1000) - 86_400, /in the past/],
      [-1, /duration/],
      [true, /not a time/],
      [{}, /not a time/],
    ] as const) {
      setup.sandbox.fail({ kind: "json200", value: { active: true, exp } });
      const result = await introspect(setup.profile, "a/b", undefined, setup.context());
      assert(result.ok && result.value.active, JSON.stringify(exp));
      const { expiresAt } = result.value;
      assert.equal(expiresAt, JSON.parse(JSON.stringify(expiresAt)));
      const summary = introspectionSummary(result.value, { now });
      if (odd === undefined) assert.match(summary, /until \d/);
      else assert.match(summary, odd, JSON.stringify(exp));
    }
  });

  it("accept nulls", async () => {
    setup.sandbox.fail({ kind: "json200", value: { active: true, exp: null, scope: null, username: null } });
    const result = await introspect(setup.profile, "a/b", undefined, setup.context());
    assert(result.ok);
    assert.deepEqual(Object.keys(result.value).sort(), ["active", "claims", "clockSkewMs"]);
  });

  it("return the claims that the scope allows", async () => {
    const scope = "openid profile email groups customer clientip";
    const token = await tokenFor({ scope, forwardedFor: "192.0.2.7" });
    const profile = { ...setup.profile, forwardedFor: "192.0.2.7" };
    const result = await requestUserinfo(profile, token, setup.context());
    assert(result.ok);
    assert.equal(result.value.claims["username"], "myUserName");
    assert.equal(result.value.claims["client_ip"], "192.0.2.7");
  });

  it("tell an unknown token from one of another IP", async () => {
    const unknown = await requestUserinfo(setup.profile, "myUserName/unknown", setup.context());
    assert(!unknown.ok && unknown.error.code === "unauthorized");
    assert.match(unknown.error.hint ?? "", /new token/);
    const elsewhere = { ...setup.profile, forwardedFor: "192.0.2.9" };
    const other = await requestUserinfo(elsewhere, await tokenFor(), setup.context());
    assert(!other.ok && other.error.code === "forbidden");
    assert.match(other.error.hint ?? "", /IP address/);
  });
});

describe("a server whose clock is wrong", () => {
  const setup = useSandbox({ now: () => Date.now() + 60_000 });

  it("is reported, and exp is converted to the local clock", async () => {
    const credential = { kind: "apiKey", apiKey: setup.sandbox.apiKey } as const;
    const token = await requestToken(setup.profile, credential, setup.context());
    assert(token.ok);
    const { clientSecret } = setup.sandbox;
    const result = await introspect(setup.profile, token.value.accessToken, clientSecret, setup.context());
    assert(result.ok);
    const { clockSkewMs, expiresAt } = result.value;
    assert(clockSkewMs !== undefined && Math.abs(clockSkewMs - 60_000) <= 1000);
    assert(expiresAt !== undefined && Math.abs(expiresAt - token.value.expiresAt) <= 2000);
  });
});
