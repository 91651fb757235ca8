import assert from "node:assert/strict";
import { recordedBody } from "../../../server/src/oauth/recordedBody.ts";
import { introspect } from "../../../server/src/oauth/introspection.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import type { CallRecord } from "../../../common/protocol/callRecord.ts";
import { fakeNetwork } from "./fakeNetwork.ts";
import { assertLinear } from "../linearTime.ts";
import { useSandbox } from "./setup.ts";

describe("the record of a call", () => {
  const setup = useSandbox();
  let records: CallRecord[];
  beforeEach(() => {
    records = [];
  });
  const context = (change: object = {}) =>
    setup.context({ onCall: (record: () => CallRecord) => void records.push(record()), ...change });
  const credential = () => ({ kind: "apiKey", apiKey: setup.sandbox.apiKey }) as const;
  const headersOf = (record: CallRecord | undefined) => Object.fromEntries(record?.requestHeaders ?? []);

  it("contains a whole token call except its secrets", async () => {
    const before = Date.now();
    const result = await requestToken({ ...setup.profile, scope: "openid" }, credential(), context());
    assert(result.ok);
    const [record] = records;
    assert(record !== undefined && records.length === 1);
    const { time, requestHeaders, responseHeaders, timings, requestBytes, responseBytes, ...rest } = record;
    assert(time >= before && time <= Date.now());
    assert.deepEqual(requestHeaders, [
      ["accept", "application/json"],
      ["user-agent", "argus-tokens"],
      ["content-type", "application/x-www-form-urlencoded"],
      ["argus-api-key", "$ARGUS_API_KEY"],
    ]);
    assert(responseHeaders.includes("content-type") && responseHeaders.includes("date"));
    assert(timings.total >= 0);
    assert(requestBytes > 50 && responseBytes !== undefined && responseBytes > 50);
    assert.deepEqual(rest, {
      operation: "token",
      profile: "default",
      method: "POST",
      url: `${setup.sandbox.url}/authentication/v1/oauth/token`,
      fields: [
        ["grant_type", "client_credentials"],
        ["client_id", setup.sandbox.clientId],
        ["scope", "openid"],
      ],
      status: 200,
      body: '{"access_token":"$ARGUS_TOKEN","id_token":null,"refresh_token":null,"token_type":"Bearer","expires_in":300}',
      attempts: 1,
    });
    const text = JSON.stringify(record);
    for (const secret of [setup.sandbox.apiKey, result.value.accessToken]) assert(!text.includes(secret));
  });

  it("marks calls that no person asked for", async () => {
    await requestToken(setup.profile, credential(), context({ isBackground: true }));
    await requestToken(setup.profile, credential(), context());
    assert.deepEqual(
      records.map(({ background }) => background),
      [true, undefined],
    );
  });

  it("replaces each secret with its variable", async () => {
    const session = { kind: "session", token: setup.sandbox.sessionToken } as const;
    const result = await requestToken(setup.profile, session, context());
    assert(result.ok);
    const token = result.value.accessToken;
    const { clientSecret } = setup.sandbox;
    await introspect(setup.profile, token, clientSecret, context());
    await introspect({ ...setup.profile, clientAuthentication: "basic" }, token, clientSecret, context());
    await requestUserinfo(setup.profile, token, context());
    const [bySession, inBody, byBasic, userinfo] = records;
    assert.equal(headersOf(bySession)["authorization"], "Bearer $ARGUS_SESSION_TOKEN");
    assert.deepEqual(inBody?.fields, [
      ["token", "$ARGUS_TOKEN"],
      ["client_id", setup.sandbox.clientId],
      ["client_secret", "$ARGUS_CLIENT_SECRET"],
    ]);
    assert.equal(headersOf(byBasic)["authorization"], "Basic $ARGUS_BASIC");
    assert.equal(headersOf(userinfo)["authorization"], "Bearer $ARGUS_TOKEN");
    assert.equal(userinfo?.fields, undefined);
    assert.deepEqual(
      records.map(({ operation }) => operation),
      ["token", "introspection", "introspection", "userinfo"],
    );
  });

  it("says where the call failed: refused, unanswered, unusable or cancelled", async () => {
    setup.sandbox.fail({ kind: "status", status: 503, retryAfter: 60 });
    await requestToken(setup.profile, credential(), context());
    const trace = { timings: { total: 12, dns: 3 }, attempts: 3, proxy: "proxy.example:3128" };
    const network = { ...fakeNetwork({}), send: () => Promise.resolve({ ok: false, failure: { code: "dns" }, trace }) };
    await requestToken(setup.profile, credential(), context({ network }));
    setup.sandbox.fail({ kind: "html200" });
    await requestToken(setup.profile, credential(), context());
    await requestToken(setup.profile, credential(), context({ signal: AbortSignal.abort() }));
    assert.deepEqual(
      records.map(({ error, status, attempts, proxy, timings }) => [error, status, attempts, proxy, timings.dns]),
      [
        ["unavailable", 503, 1, undefined, undefined],
        ["dns", undefined, 3, "proxy.example:3128", 3],
        ["badResponse", 200, 1, undefined, undefined],
        ["cancelled", undefined, 1, undefined, undefined],
      ],
    );
    assert.match(records[2]?.body ?? "", /^<!DOCTYPE html>/);
  });

  it("does not exist for a call that was never tried", async () => {
    await requestToken({ ...setup.profile, url: "http://argus.example" }, credential(), context());
    assert.deepEqual(records, []);
  });
});

describe("the body of a record", () => {
  const secrets = [{ value: "my/api/key", variable: "ARGUS_API_KEY" }] as const;
  const bodies: [string, string, string][] = [
    ["an empty one", "", ""],
    ["a secret that comes back", '{"a":"key my%2Fapi%2Fkey"}', '{"a":"key [redacted]"}'],
    [
      "tokens at any depth",
      '{"a":[{"ID_TOKEN":{"x":1}}],"accessToken":"abcdef"}',
      '{"a":[{"ID_TOKEN":"$ARGUS_TOKEN"}],"accessToken":"$ARGUS_TOKEN"}',
    ],
    [
      "a token that is told twice",
      '{"access_token":"u/abcdef","b":"u/abcdef"}',
      '{"access_token":"$ARGUS_TOKEN","b":"[redacted]"}',
    ],
    ["JSON that is cut off", '{"access_token":"u/abc', '{"access_token":[redacted]'],
    ["a form", "access_token=u%2Fabc&x=1", "access_token=[redacted]&x=1"],
    ["a JWT in text", "see eyJhbGciOiJub25lIn0.eyJhIjoxfQ.abc here", "see [redacted] here"],
    ["a JWT at the end of a word", "a-eyJhbGciOiJub25lIn0.eyJhIjoxfQ.abc", "a-[redacted]"],
    ["what is no text", "\x1f\ufffd\b\0\0", "[no text, not shown]"],
    ["a long text", "ab ".repeat(5000), `${"ab ".repeat(5000).slice(0, 8192)}…`],
    ["a huge one", "a".repeat(100_000), "[100000 characters, not shown]"],
  ];
  for (const [what, body, shown] of bodies) {
    it(`shows ${what}`, () => assert.equal(recordedBody(body, secrets), shown));
  }

  it("is searched for JWTs in linear time", () => {
    assertLinear(
      (body) => recordedBody(body, secrets),
      (times) => "eyJ-".repeat(times),
      1_000,
    );
  });
});
