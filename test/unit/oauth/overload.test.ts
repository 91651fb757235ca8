import assert from "node:assert/strict";
import { endAtArgus } from "../../../server/src/oauth/ending.ts";
import { introspect } from "../../../server/src/oauth/introspection.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { requestUserinfo } from "../../../server/src/oauth/userinfo.ts";
import type { Fault } from "../../sandbox/sandbox.ts";
import { eachCase } from "../../host/eachCase.ts";
import { keyPair, pem } from "./keys.ts";
import { useSandbox } from "./setup.ts";

const envelope = (responseCode: number | string, message = "Overloaded"): unknown => ({
  responseCode,
  messages: [{ message, messageTemplate: message, type: "ACTION_ERROR", field: null, parameter: null }],
  data: null,
});
const inside = (value: unknown, headers: Record<string, string> = {}): Fault => ({
  kind: "answer",
  status: 200,
  headers: { "content-type": "application/json", ...headers },
  body: typeof value === "string" ? value : JSON.stringify(value),
});

describe("overload in an answer with status 200", () => {
  const setup = useSandbox();
  const calls = (waits: number[] = []) => {
    const context = () => setup.context({ timeoutMs: 30_000, onBusy: (ms) => waits.push(ms) });
    const key = { kind: "apiKey", apiKey: setup.sandbox.apiKey } as const;
    const { clientSecret } = setup.sandbox;
    return {
      token: () => requestToken(setup.profile, key, context()),
      introspection: () => introspect(setup.profile, "user/token", clientSecret, context()),
      userinfo: async () => {
        const token = await requestToken(setup.profile, key, setup.context());
        assert(token.ok);
        setup.sandbox.fail(inside(envelope(503)), 2, "userinfo");
        return requestUserinfo(setup.profile, token.value.accessToken, context());
      },
    };
  };
  const seconds = (waits: readonly number[]): number[] => waits.map((ms) => Math.floor(ms / 1000));

  it("is tried again after 1 and 2 s, in all three calls, and says so", async () => {
    for (const call of ["token", "introspection", "userinfo"] as const) {
      const waits: number[] = [];
      if (call !== "userinfo") setup.sandbox.fail(inside(envelope(503)), 2, call);
      const result = await calls(waits)[call]();
      assert(result.ok, result.ok ? "" : `${call}: ${result.error.message}`);
      assert.deepEqual(seconds(waits), [1, 2], call);
    }
  });

  it("is recognized in every form", () =>
    eachCase(
      [
        envelope("503"),
        { responseCode: 503 },
        { error: "temporarily_unavailable" },
        { error: { code: 503, message: "Overloaded" } },
        `\ufeff${JSON.stringify(envelope(503))}`,
      ],
      (value) => JSON.stringify(value),
      async (value) => {
        const waits: number[] = [];
        setup.sandbox.fail(inside(value), 1, "token");
        assert((await calls(waits).token()).ok);
        assert.deepEqual(seconds(waits), [1]);
      },
    ));

  it("that lasts is an overload of Argus, after four attempts", async () => {
    setup.sandbox.fail(inside(envelope(503)), 4, "token");
    const result = await calls().token();
    assert(!result.ok);
    assert.deepEqual([result.error.reason, result.error.status], ["overloaded", 200]);
    assert.match(result.error.message, /in 4 attempts\. Answer: “Overloaded”/);
  });

  it("needs a new signed JWT for each try", async () => {
    const { publicKey, privateKey } = keyPair("p256");
    setup.sandbox.enrol({ publicKey });
    setup.sandbox.fail(inside(envelope(503)), 2, "token");
    const credential = { kind: "jwt", privateKey: pem(privateKey, "pkcs8") } as const;
    assert((await requestToken(setup.profile, credential, setup.context())).ok);
    const sent = setup.sandbox.requests.map(({ headers }) => headers["authorization"]);
    assert.equal(new Set(sent).size, 3);
  });

  it("ends with the call's time limit, and when the person cancels", async () => {
    setup.sandbox.fail(inside(envelope(503)), 4, "token");
    const key = { kind: "apiKey", apiKey: setup.sandbox.apiKey } as const;
    const limited = await requestToken(setup.profile, key, setup.context({ timeoutMs: 2000 }));
    assert(!limited.ok);
    assert.deepEqual([limited.error.code, setup.sandbox.requests.length], ["unavailable", 2]);
    const person = new AbortController();
    const context = setup.context({ signal: person.signal, onBusy: () => person.abort() });
    const cancelled = await requestToken(setup.profile, key, context);
    assert(!cancelled.ok);
    assert.deepEqual([cancelled.error.code, setup.sandbox.requests.length], ["cancelled", 3]);
  });

  it("is tried again when a session is ended, too", async () => {
    setup.sandbox.fail(inside(envelope(503)), 4, "session");
    const context = setup.context({ timeoutMs: 30_000 });
    const ended = await endAtArgus(setup.profile, { session: setup.sandbox.sessionToken }, context);
    assert(ended.ok && ended.value.session?.ok === false);
    assert.equal(ended.value.session.error.reason, "overloaded");
    assert.equal(setup.sandbox.requests.length, 4);
  });

  it("is not a limit on the rate, which is tried again only if the answer says when", async () => {
    setup.sandbox.fail(inside(envelope(429, "Slow down")), 1, "token");
    const refused = await calls().token();
    assert(!refused.ok && refused.error.code === "rateLimited");
    assert.equal(setup.sandbox.requests.length, 1);
    setup.sandbox.fail(inside(envelope(429, "Slow down"), { "retry-after": "2" }), 1, "token");
    assert((await calls().token()).ok);
    assert.deepEqual(seconds(setup.pauses), [2]);
  });
});
