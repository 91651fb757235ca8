import assert from "node:assert/strict";
import fc from "fast-check";
import { ServerClocks } from "../../../server/src/oauth/clock.ts";
import type { CallContext } from "../../../server/src/oauth/call.ts";
import { introspect } from "../../../server/src/oauth/introspection.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import type { CallRecord } from "../../../common/protocol/callRecord.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { formDecode, parseForm } from "../../sandbox/form.ts";
import { echoingAnswer, formsOf, secretText } from "./arbitraries.ts";
import { type FakeAnswer, fakeNetwork } from "./fakeNetwork.ts";
import { runs } from "../../host/runs.ts";

const profile: Profile = { name: "work", url: "https://argus.example", clientId: "my-client" };

/** All calls, each with one or two secrets. */
const CALLS = {
  key: (apiKey: string, _: string, context: CallContext) => requestToken(profile, { kind: "apiKey", apiKey }, context),
  session: (token: string, _: string, context: CallContext) =>
    requestToken(profile, { kind: "session", token }, context),
  userinfo: (token: string, _: string, context: CallContext) => requestUserinfo(profile, token, context),
  body: (token: string, secret: string, context: CallContext) => introspect(profile, token, secret, context),
  basic: (token: string, secret: string, context: CallContext) =>
    introspect({ ...profile, clientAuthentication: "basic" }, token, secret, context),
  basicEncoded: (token: string, secret: string, context: CallContext) =>
    introspect({ ...profile, clientAuthentication: "basicEncoded" }, token, secret, context),
};
type CallKind = keyof typeof CALLS;

interface Made {
  kind: CallKind;
  secrets: [string, string];
  answer: FakeAnswer;
}

/** The secrets in the call. */
function sentBy({ kind, secrets: [first, second] }: Omit<Made, "answer">): string[] {
  return kind === "key" || kind === "session" || kind === "userinfo"
    ? [first]
    : [first, second.replace(/[\r\n]+$/, ""), `my-client:${second.replace(/[\r\n]+$/, "")}`];
}

const anyCall: fc.Arbitrary<Made> = fc
  .record({
    kind: fc.constantFrom(...(Object.keys(CALLS) as CallKind[])),
    secrets: fc.tuple(secretText, secretText),
  })
  .chain((made) => echoingAnswer(sentBy(made)).map((answer) => ({ ...made, answer })));

/** The outcome of the call, and its record. */
async function outcomeOf({ kind, secrets, answer }: Made) {
  const records: CallRecord[] = [];
  const context = {
    network: fakeNetwork(answer),
    timeoutMs: 1000,
    signal: new AbortController().signal,
    clocks: new ServerClocks(),
    onCall: (record: () => CallRecord) => void records.push(record()),
  };
  const result = await CALLS[kind](...secrets, context);
  assert.equal(records.length, 1);
  return { record: records[0], error: result.ok ? {} : result.error };
}

/** All texts in a value, including keys. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
}

function found(value: object | undefined, secrets: string[]): string | undefined {
  const texts = [...textsIn(value), JSON.stringify(value)];
  return secrets.flatMap(formsOf).find((form) => texts.some((text) => text.includes(form)));
}

describe("whatever the answer", () => {
  it("no call throws, and neither errors nor records contain a secret in any form", async () => {
    await fc.assert(
      fc.asyncProperty(anyCall, async (made) => {
        const secrets = sentBy(made);
        const plain = await outcomeOf({ ...made, secrets: ["0123456789", "abcdefghijkl"], answer: {} });
        // Text that every record contains is not a leak.
        fc.pre(secrets.every((secret) => secret.length > 4) && found(plain, secrets) === undefined);
        const { record, error } = await outcomeOf(made);
        assert.equal(found(error, secrets), undefined, "in the error");
        assert.equal(found(record, secrets), undefined, "in the record");
      }),
      { numRuns: runs(200) },
    );
  });

  it("a new token is in no record", async () => {
    const token = fc.string({ unit: fc.constantFrom(...Array.from("abcXYZ019/_-.~+")), minLength: 8, maxLength: 40 });
    const shape = fc.constantFrom<(text: string) => string>(
      (text) => JSON.stringify({ access_token: text, id_token: null, expires_in: 300 }),
      (text) => JSON.stringify({ data: [{ Access_Token: [text], also: `it is ${text}`, REFRESHTOKEN: text }] }),
      (text) => `${JSON.stringify({ access_token: text }).slice(0, -1)}, "expires`,
      (text) => JSON.stringify({ access_token: text }).slice(0, -3),
      (text) => JSON.stringify(JSON.stringify({ id_token: text })).slice(0, -1),
      (text) => `access_token=${encodeURIComponent(text)}&token_type=Bearer`,
      (text) => `<p>{&quot;access_token&quot;: &quot;${text}&quot;}</p>`,
      (text) => Buffer.from(JSON.stringify({ access_token: text }), "utf16le").toString("utf8"),
    );
    await fc.assert(
      fc.asyncProperty(token, shape, async (text, shaped) => {
        const body = shaped(text);
        const { record } = await outcomeOf({ kind: "key", secrets: ["0123456789", ""], answer: { body } });
        assert(!JSON.stringify(record).includes(text.slice(0, 7)), record?.body);
      }),
    );
  });
});

describe("secrets of any Unicode", () => {
  it("arrive unchanged", async () => {
    await fc.assert(
      fc.asyncProperty(secretText, secretText, async (token, text) => {
        const secret = text.replace(/[\r\n]+$/, "");
        fc.pre(secret !== "");
        const network = fakeNetwork({ body: { active: false } });
        const context = { network, timeoutMs: 1000, signal: new AbortController().signal, clocks: new ServerClocks() };
        for (const clientAuthentication of ["body", "basic", "basicEncoded"] as const) {
          assert((await introspect({ ...profile, clientAuthentication }, token, secret, context)).ok);
        }
        const [inBody, basic, encoded] = network.requests;
        const { fields, problems } = parseForm(inBody?.body ?? "");
        assert.deepEqual(problems, []);
        assert.equal(fields.get("token"), token);
        assert.equal(fields.get("client_secret"), secret);
        assert.equal(pairOf(basic?.headers["authorization"]), `my-client:${secret}`);
        const [id = "", formEncoded = ""] = pairOf(encoded?.headers["authorization"]).split(":");
        assert.deepEqual([formDecode(id), formDecode(formEncoded)], ["my-client", secret]);
      }),
    );
  });

  it("lose only a pasted line break at the end", async () => {
    const network = fakeNetwork({ body: { active: false } });
    const context = { network, timeoutMs: 1000, signal: new AbortController().signal, clocks: new ServerClocks() };
    for (const end of ["\n", "\r\n", "\n\n"]) {
      const result = await introspect(profile, "user/token", ` s e\ncret ${end}`, context);
      assert(result.ok);
      assert.match(result.value.warnings?.[0] ?? "", /ended with a line break/);
    }
    const clean = await introspect(profile, "user/token", " s e\ncret ", context);
    assert(clean.ok && clean.value.warnings === undefined);
    for (const { body } of network.requests)
      assert.equal(parseForm(body ?? "").fields.get("client_secret"), " s e\ncret ");
  });
});

function pairOf(authorization = ""): string {
  return Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString("utf8");
}
