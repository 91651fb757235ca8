import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { safeParse } from "valibot";
import type { Credential } from "../../../common/protocol/credential.ts";
import { profileSettingsSchema } from "../../../common/protocol/profile.ts";
import { describeIssue } from "../../../common/schema.ts";
import { createNetwork } from "../../../server/src/network/network.ts";
import { ServerClocks } from "../../../server/src/oauth/clock.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { startSandbox } from "../../sandbox/sandbox.ts";

interface TokenRequest {
  headers?: Record<string, unknown>;
  parameters?: Record<string, unknown>;
}

/** What is wrong with it, as the end of a sentence; `undefined` if nothing is. */
function problemOf(tokenRequest: TokenRequest): string | undefined {
  const settings = { url: "https://argus.example", clientId: "c", tokenRequest };
  const checked = safeParse(profileSettingsSchema, settings, { abortEarly: true });
  return checked.success ? undefined : describeIssue(checked.issues[0]);
}

describe("a profile's additions to the token call", () => {
  it("are sent, and nothing of the call itself changes", async () => {
    const sandbox = await startSandbox();
    const context = {
      network: createNetwork({ environment: {} }),
      timeoutMs: 5000,
      signal: new AbortController().signal,
      clocks: new ServerClocks(),
    };
    const tokenRequest = {
      headers: { "Argus-Priority": "bulk", "x-tenant": "blå" },
      parameters: { audience: "https://a.example/?x=1&y=2", resource: "urn:a" },
    };
    const profile = { name: "p", url: sandbox.url, clientId: sandbox.clientId, scope: "openid", tokenRequest };
    const key: Credential = { kind: "apiKey", apiKey: sandbox.apiKey };
    const result = await requestToken(profile, key, context);
    assert(result.ok, JSON.stringify(result));
    assert.deepEqual(sandbox.violations, []);
    const [request] = sandbox.requests;
    assert.equal(request?.headers["argus-priority"], "bulk");
    assert.equal(request.headers["x-tenant"], "blå");
    assert.equal(request.headers["argus-api-key"], sandbox.apiKey);
    assert.deepEqual(request.fields, {
      grant_type: "client_credentials",
      client_id: sandbox.clientId,
      scope: "openid",
      ...tokenRequest.parameters,
    });

    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const jwt: Credential = {
      kind: "jwt",
      privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      send: { header: "X-Tenant" },
    };
    const refused = await requestToken(profile, jwt, context);
    assert(!refused.ok && refused.error.code === "invalidProfile");
    assert.match(refused.error.message, /sets the header x-tenant, which the call itself needs/);
    assert.equal(sandbox.requests.length, 1);
    await sandbox.close();
  });

  it("may be anything that is no credential, including a list of parameters", () => {
    const good: TokenRequest[] = [
      {},
      { headers: {}, parameters: {} },
      {
        headers: {
          "Argus-Priority": "standard",
          "X-Country-Code": "no",
          "Idempotency-Key": "1",
          traceparent: "00-ab-cd-01",
        },
      },
      {
        parameters: {
          audience: "a",
          resource: ["https://a.example", "https://b.example"],
          custom_value: "5 $ and 10 %",
        },
      },
      { parameters: { encoded: "bl%C3%A5%20b%C3%A6r", authority: "x", author: "y", keyboard: "z" } },
      {
        parameters: { resource: ["urn:example:env:prod", "https://a.example/odata/$metadata", "https://env.example"] },
      },
    ];
    for (const tokenRequest of good) assert.equal(problemOf(tokenRequest), undefined, JSON.stringify(tokenRequest));
  });

  it("may not carry a credential, in a header or a parameter of whatever case", () => {
    const headers =
      "Authorization authorization Argus-API-Key ARGUS-API-KEY Cookie Set-Cookie Proxy-Authorization X-API-Key X-ApiKey " +
      "X-Auth-Token authToken accessToken X-AccessToken idtoken X-Key Argus.API.Key DPoP X-Otp X-Passcode Ocp-Apim-Subscription-Key X-Amz-Security-Token X-Session-Id X-Client-Secret";
    for (const name of headers.split(" ")) {
      assert.match(problemOf({ headers: { [name]: "x" } }) ?? "", /would carry a credential/, name);
    }
    const parameters =
      "client_secret client_assertion client_assertion_type CLIENT_SECRET assertion password refresh_token token " +
      "subject_token actor_token id_token_hint api_key apikey access_token private_key device.secret " +
      "clientSecret clientAssertion userPassword sessionId sessionid key authn";
    for (const name of parameters.split(" ")) {
      assert.match(problemOf({ parameters: { [name]: "x" } }) ?? "", /would carry a credential/, name);
    }
  });

  it("may not be what the call sets itself, nor what HTTP needs", () => {
    for (const name of ["Host", "Content-Type", "content-length", "Accept", "X-Forwarded-For", "User-Agent", "TE"])
      assert.match(problemOf({ headers: { [name]: "x" } }) ?? "", /is set by the call itself/, name);
    for (const name of [
      "grant_type",
      "client_id",
      "Client_ID",
      "scope",
      "code",
      "username",
      "code_verifier",
      "device_code",
    ])
      assert.match(problemOf({ parameters: { [name]: "x" } }) ?? "", /is set by the call itself/, name);
    assert.match(problemOf({ headers: { "X-A": "1", "x-a": "2" } }) ?? "", /must not name a header twice/);
  });

  it("may be neither references, which nothing would resolve, nor secrets", () => {
    for (const value of [
      "{{key}}",
      "a{{ key }}",
      "${env:KEY}",
      "${KEY}",
      "$(cat key)",
      "`cat key`",
      "%KEY%",
      "a %A_B% c",
      "$KEY",
      "$key",
      "$$key",
      "prefix-$API_KEY",
      "$env:KEY",
      "env:KEY",
      "{env:KEY}",
      "$ {KEY}",
      "#{KEY}",
      "<%= key %>",
    ]) {
      assert.match(problemOf({ headers: { "X-A": value } }) ?? "", /must be the value itself/, value);
      assert.match(problemOf({ parameters: { a: value } }) ?? "", /must be the value itself/, value);
      assert.match(problemOf({ parameters: { a: ["b", value] } }) ?? "", /must be/, value);
    }
    const secrets = [
      "Bearer abc",
      "Basic YTpi",
      "1/2/mysecretapikey",
      "15a6/1/abcdefgh",
      ["-----BEGIN", "PRIVATE KEY-----"].join(" "),
      ["eyJhbGciOi", "eyJ", "x"].join("."),
    ];
    for (const value of secrets) {
      const problem = problemOf({ parameters: { a: value } }) ?? "";
      assert.match(problem, /looks like a secret/, value);
      assert(!problem.includes(value));
    }
  });

  it("may not break the header or the form", () => {
    for (const value of ["a\r\nb", "a\nb", "a\0b", "✓", "", " "])
      assert(problemOf({ headers: { "X-A": value } }) !== undefined, JSON.stringify(value));
    for (const name of ["", "a b", "a:b", "å", "a\r\nb", "(a)"]) {
      assert(problemOf({ headers: { [name]: "x" } }) !== undefined, JSON.stringify(name));
      assert(problemOf({ parameters: { [name]: "x" } }) !== undefined, JSON.stringify(name));
    }
    for (const value of [5, null, {}, [5], true]) {
      assert(problemOf({ parameters: { a: value } }) !== undefined, JSON.stringify(value));
      assert(problemOf({ headers: { a: value } }) !== undefined, JSON.stringify(value));
    }
  });
});
