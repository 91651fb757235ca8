import assert from "node:assert/strict";
import * as v from "valibot";
import { createNetwork } from "../../../server/src/network/network.ts";
import { callArgus, type CallContext, callTarget } from "../../../server/src/oauth/call.ts";
import { authenticateClient } from "../../../server/src/oauth/clientAuthentication.ts";
import { ServerClocks } from "../../../server/src/oauth/clock.ts";
import { discover } from "../../../server/src/oauth/discovery.ts";
import { endAtArgus } from "../../../server/src/oauth/ending.ts";
import { formPost } from "../../../server/src/oauth/form.ts";
import { introspect } from "../../../server/src/oauth/introspection.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import { FORMS, type KeyKind, keyPair, PASSPHRASE } from "../oauth/keys.ts";
import { type RunningProvider, startProvider, USER } from "./provider.ts";
import { eachCase } from "../../host/eachCase.ts";

const KINDS = ["rsa", "p256", "p384", "p521", "ed25519"] as const;
const SIGNING: readonly [KeyKind, string][] = [
  ["rsa", "RS256"],
  ["rsa", "RS384"],
  ["rsa", "RS512"],
  ["rsa", "PS256"],
  ["rsa", "PS384"],
  ["rsa", "PS512"],
  ["p256", "ES256"],
  ["p384", "ES384"],
  ["p521", "ES512"],
  ["ed25519", "EdDSA"],
];

/** Basic can carry this only if it is encoded; RFC 6749 appendix A allows only ASCII. */
const HARD_SECRET = "s:%+& = /?#%3A'\"";
const PLAIN_SECRET = "plain-secret:with-a-colon";

describe("a certified OpenID provider", () => {
  let provider: RunningProvider;
  const network = createNetwork();
  const context = (): CallContext => ({
    network,
    timeoutMs: 5000,
    signal: new AbortController().signal,
    clocks: new ServerClocks(),
  });

  before(async () => {
    provider = await startProvider([
      {
        client_id: "signer",
        token_endpoint_auth_method: "private_key_jwt",
        publicKeys: KINDS.map((kind) => keyPair(kind).publicKey.export({ format: "jwk" })),
      },
      { client_id: "plain", client_secret: PLAIN_SECRET, token_endpoint_auth_method: "client_secret_basic" },
      { client_id: "urn:hard client", client_secret: HARD_SECRET, token_endpoint_auth_method: "client_secret_basic" },
      { client_id: "poster", client_secret: HARD_SECRET, token_endpoint_auth_method: "client_secret_post" },
    ]);
  });
  after(() => provider.close());

  function signed(kind: KeyKind, algorithm?: string, form = "PKCS#8"): Credential {
    const privateKey = FORMS[form]!(keyPair(kind).privateKey);
    return { kind: "jwt", privateKey, passphrase: PASSPHRASE, algorithm, send: "clientAssertion" };
  }

  async function tokenOf(credential: Credential, change: Partial<Profile> = {}): Promise<TokenValue> {
    const result = await requestToken(provider.profile("signer", change), credential, context());
    assert(result.ok, result.ok ? "" : result.error.message);
    return result.value;
  }

  it("issues a token for a private_key_jwt", () =>
    eachCase(
      SIGNING,
      ([, algorithm]) => algorithm,
      async ([kind, algorithm]) => {
        const { accessToken, tokenType, issuedAt, expiresAt } = await tokenOf(signed(kind, algorithm));
        assert.notEqual(accessToken, "");
        assert.equal(tokenType, "Bearer");
        assert.equal(expiresAt - issuedAt, 300_000);
      },
    )).timeout(30_000);

  it("accepts keys in every form", async () => {
    for (const form of Object.keys(FORMS)) await tokenOf(signed("p256", undefined, form));
  });

  it("grants the requested scope", async () => {
    assert.equal((await tokenOf(signed("p256"), { scope: " reports  email reports" })).scope, "reports email");
  });

  it("refuses a JWT with another key, client or audience", async () => {
    const { privateKey } = keyPair("p256");
    const jwk = JSON.stringify(privateKey.export({ format: "jwk" }));
    const credential: Credential = { kind: "jwt", privateKey: jwk, send: "clientAssertion" };
    const results = [
      await requestToken(provider.profile("plain"), credential, context()),
      await requestToken(
        provider.profile("signer"),
        { ...credential, audience: "https://elsewhere.example" },
        context(),
      ),
      await requestToken(provider.profile("signer"), { ...credential, keyId: "another" }, context()),
    ];
    for (const result of results) {
      assert(!result.ok);
      assert.equal(result.error.code, "unauthorized");
    }
  });

  it("accepts each JWT once, and ours are new each time", async () => {
    const credential = signed("p256");
    await tokenOf(credential);
    await tokenOf(credential);
    const replaying: CallContext = {
      ...context(),
      network: {
        ...network,
        async send(request, timeoutMs, signal) {
          await network.send(request, timeoutMs, signal);
          return network.send(request, timeoutMs, signal);
        },
      },
    };
    const result = await requestToken(provider.profile("signer"), credential, replaying);
    assert(!result.ok);
    assert.equal(result.error.code, "unauthorized");
  });

  for (const [clientId, clientSecret, clientAuthentication] of [
    ["plain", PLAIN_SECRET, "basic"],
    ["plain", PLAIN_SECRET, "basicEncoded"],
    ["urn:hard client", HARD_SECRET, "basicEncoded"],
    ["urn:hard client", HARD_SECRET, "body"],
    ["poster", HARD_SECRET, "body"],
  ] as const) {
    it(`introspects for ${clientId} with ${clientAuthentication}`, async () => {
      const { accessToken, expiresAt } = await tokenOf(signed("p256"), { scope: "reports" });
      const profile = provider.profile(clientId, { clientAuthentication });
      const result = await introspect(profile, accessToken, clientSecret, context());
      assert(result.ok, result.ok ? "" : result.error.message);
      const { active, scope, expiresAt: exp, clockSkewMs, claims } = result.value;
      assert.deepEqual([active, scope, clockSkewMs], [true, "reports", 0]);
      assert(exp !== undefined && Math.abs(exp - expiresAt) <= 2000);
      assert.deepEqual([claims["client_id"], claims["token_type"]], ["signer", "Bearer"]);
    });

    // No credential of Argus is a client secret, so the token call is assembled from its parts.
    it(`issues a token for the client credentials of ${clientId} with ${clientAuthentication}`, async () => {
      const profile = provider.profile(clientId, { clientAuthentication });
      const client = authenticateClient(profile, clientSecret);
      const target = callTarget(profile, "token", context());
      assert(client.ok && target.ok);
      const fields = { grant_type: "client_credentials", ...client.fields };
      const request = formPost(target.url, fields, client.headers);
      const call = { name: "token", profile: profile.name, request, secrets: client.secrets } as const;
      const called = await callArgus(call, context(), v.object({ access_token: v.string(), expires_in: v.number() }));
      assert(called.ok, called.ok ? "" : called.error.message);
      const introspected = await introspect(profile, called.fields.access_token, clientSecret, context());
      assert(introspected.ok && introspected.value.claims["client_id"] === clientId);
    });

    it(`refuses a wrong secret of ${clientId} with ${clientAuthentication}`, async () => {
      const profile = provider.profile(clientId, { clientAuthentication });
      const result = await introspect(profile, "whatever", `${clientSecret}x`, context());
      assert(!result.ok);
      assert.equal(result.error.code, "unauthorized");
    });
  }

  it("reports a foreign token as inactive", async () => {
    const result = await introspect(provider.profile("plain"), "my/to+ken&x=y", PLAIN_SECRET, context());
    assert(result.ok);
    assert.deepEqual(result.value.claims, { active: false });
  });

  it("returns the user, as far as the scope allows", async () => {
    const token = await provider.userToken("plain", "openid email");
    const result = await requestUserinfo(provider.profile("plain"), token, context());
    assert(result.ok, result.ok ? "" : result.error.message);
    assert.deepEqual(result.value.claims, { sub: USER, email: "my.name@customer.example" });
    const introspected = await introspect(provider.profile("plain"), token, PLAIN_SECRET, context());
    assert(introspected.ok && introspected.value.active);
    assert.equal(introspected.value.scope, "openid email");
  });

  it("refuses userinfo for an unknown token, or one without the scope", async () => {
    const unknown = await requestUserinfo(provider.profile("plain"), "unknown", context());
    assert(!unknown.ok && unknown.error.code === "unauthorized");
    const token = await provider.userToken("plain", "reports");
    const forbidden = await requestUserinfo(provider.profile("plain"), token, context());
    assert(!forbidden.ok && forbidden.error.code === "forbidden");
  });

  for (const [clientId, clientSecret, clientAuthentication] of [
    ["plain", PLAIN_SECRET, "basic"],
    ["urn:hard client", HARD_SECRET, "basicEncoded"],
    ["poster", HARD_SECRET, "body"],
  ] as const) {
    it(`revokes the token of ${clientId} with ${clientAuthentication}, and refuses a wrong secret`, async () => {
      const profile = provider.profile(clientId, { clientAuthentication });
      const token = await provider.userToken(clientId, "openid email");
      const isActive = async (): Promise<boolean> => {
        const result = await introspect(profile, token, clientSecret, context());
        assert(result.ok);
        return result.value.active;
      };
      const refused = await endAtArgus(profile, { token, clientSecret: `${clientSecret}x` }, context());
      assert(refused.ok && refused.value.token?.ok === false);
      assert.equal(refused.value.token.error.code, "unauthorized");
      assert.equal(await isActive(), true);
      const revoked = await endAtArgus(profile, { token, clientSecret }, context());
      assert.deepEqual(revoked, { ok: true, value: { token: { ok: true } } });
      assert.equal(await isActive(), false);
    });
  }

  it("publishes the endpoints that these calls use", async () => {
    const profile = provider.profile("signer", { endpoints: undefined });
    const found = await discover(profile, undefined, context());
    assert(found.ok, found.ok ? "" : found.error.message);
    const { url } = provider;
    assert.deepEqual(found.value, {
      source: `${url}/.well-known/openid-configuration`,
      endpoints: { token: `${url}/token`, introspection: `${url}/token/introspection`, userinfo: `${url}/me` },
      revocation: `${url}/token/revocation`,
    });
    const { endpoints } = found.value;
    await tokenOf(signed("ed25519"), { endpoints });
  });
});
