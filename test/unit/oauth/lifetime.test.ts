import assert from "node:assert/strict";
import type { Network } from "../../../server/src/network/types.ts";
import { requestToken } from "../../../server/src/oauth/token.ts";
import { useSandbox } from "./setup.ts";

/** In seconds: no token is believed to live longer. */
const TEN_YEARS = 10 * 366 * 86_400;

describe("a token's expiry", () => {
  const setup = useSandbox();
  const token = (assumedLifetime?: number, clientSecret?: string, pauses: number[] = []) =>
    requestToken(
      { ...setup.profile, ...(assumedLifetime === undefined ? {} : { assumedLifetime }) },
      { kind: "apiKey", apiKey: setup.sandbox.apiKey },
      setup.context({ pause: (ms) => Promise.resolve(pauses.push(ms)) }),
      clientSecret,
    );
  const answer = (expires_in: unknown, access_token = "user/token") => ({
    kind: "json200" as const,
    value: { access_token, token_type: "Bearer", expires_in },
  });

  async function lifetime(...how: Parameters<typeof token>): Promise<[number, boolean | undefined]> {
    const result = await token(...how);
    assert(result.ok, result.ok ? "" : result.error.message);
    const { issuedAt, expiresAt, isEndAssumed } = result.value;
    return [(expiresAt - issuedAt) / 1000, isEndAssumed];
  }

  it("is read from a number or a text", async () => {
    for (const [value, seconds] of [
      [60, 60],
      ["300", 300],
      [" 7200 ", 7200],
      ["17.5", 17.5],
      [3e2, 300],
      ["3E2", 300],
      ["+300.", 300],
      [Number.MAX_SAFE_INTEGER, TEN_YEARS],
      ["9223372036854775807", TEN_YEARS],
      ["1e999", TEN_YEARS],
    ] as const) {
      setup.sandbox.fail(answer(value));
      assert.deepEqual(await lifetime(), [seconds, undefined]);
    }
  });

  it("is not read from anything else", async () => {
    for (const value of ["soon", "5 min", "0x10", "1,5", "1e", "NaN", true, [300], {}]) {
      setup.sandbox.fail(answer(value));
      const result = await token();
      assert(!result.ok, JSON.stringify(value));
      assert.match(result.error.message, /expires_in must be/);
    }
  });

  it("comes from the profile if the answer has none", async () => {
    for (const value of [null, undefined, "", " "]) {
      setup.sandbox.fail(answer(value), 2);
      assert.deepEqual(await lifetime(), [300, true]);
      assert.deepEqual(await lifetime(60), [60, true]);
    }
  });

  it("comes from introspection if the client may ask", async () => {
    const now = Math.floor(Date.now() / 1000);
    const ends: [unknown, number | undefined][] = [
      [now + 1000, 1000],
      [300, undefined],
      [(now + 1000) * 1000, undefined],
      [now - 5, undefined],
    ];
    for (const [exp, seconds] of ends) {
      setup.sandbox.fail(answer(null), 1, "token");
      setup.sandbox.fail({ kind: "json200", value: { active: true, exp } }, 1, "introspection");
      const [lives, isAssumed] = await lifetime(undefined, setup.sandbox.clientSecret);
      if (seconds === undefined) assert.deepEqual([lives, isAssumed], [300, true]);
      else assert(isAssumed === undefined && Math.abs(lives - seconds) < 60, `${lives} s`);
    }
  });

  it("in the past means a caching server, which is asked again after 1 and 2 s", async () => {
    const pauses: number[] = [];
    setup.sandbox.fail(answer(0), 1);
    setup.sandbox.fail(answer("-1"), 1);
    assert.deepEqual(await lifetime(undefined, undefined, pauses), [300, undefined]);
    assert.deepEqual(pauses, [1000, 2000]);
  });

  it("does not move when the same token comes again, which is refused once it has expired", async () => {
    const key = { kind: "apiKey", apiKey: setup.sandbox.apiKey } as const;
    const pauses: number[] = [];
    const ask = (endOf: (token: string) => number | undefined) =>
      requestToken(setup.profile, key, setup.context({ endOf, pause: (ms) => Promise.resolve(pauses.push(ms)) }));
    const end = Date.now() + 100_000;
    for (const expiresIn of [300, null]) {
      setup.sandbox.fail(answer(expiresIn));
      const again = await ask((token) => (token === "user/token" ? end : undefined));
      assert(again.ok);
      assert.deepEqual([again.value.expiresAt, again.value.isEndAssumed], [end, undefined]);
    }
    setup.sandbox.fail(answer(50));
    const shorter = await ask(() => end);
    assert(shorter.ok && shorter.value.expiresAt < end, "its end by the answer is nearer");
    setup.sandbox.fail(answer(300), 2);
    const renewed = await ask((token) => (token === "user/token" ? 0 : undefined));
    assert(renewed.ok && renewed.value.accessToken !== "user/token");
    assert.deepEqual(pauses, [1000, 2000]);
    setup.sandbox.fail(answer(300), 3);
    const over = await ask(() => 0);
    assert(!over.ok);
    assert.deepEqual([over.error.code, over.error.reason], ["unavailable", "tokenExpired"]);
  });

  it("takes no longer to find out than one call may take", async () => {
    const key = { kind: "apiKey", apiKey: setup.sandbox.apiKey } as const;
    const { network } = setup.context();
    const limits: number[] = [];
    const slow: Network = {
      ...network,
      send: async (request, timeoutMs, signal, onBusy) => {
        limits.push(timeoutMs);
        await new Promise((resolve) => setTimeout(resolve, 20));
        return network.send(request, timeoutMs, signal, onBusy);
      },
    };
    setup.sandbox.fail(answer(0), 1);
    setup.sandbox.fail(answer(null), 1);
    const context = setup.context({ network: slow, pause: () => Promise.resolve() });
    assert((await requestToken(setup.profile, key, context, setup.sandbox.clientSecret)).ok);
    const [first = 0, second = 0, third = 0] = limits;
    assert(first <= 5000 && second < first && third < second && limits.length === 3, limits.join());
    setup.sandbox.fail(answer(0), 1);
    const hurried = await requestToken(setup.profile, key, setup.context({ timeoutMs: 900 }));
    assert(!hurried.ok);
    assert.deepEqual([hurried.error.reason, setup.sandbox.requests.length], ["tokenExpired", 4]);
  });

  it("that stays in the past is a temporary failure, so auto-refresh continues", async () => {
    setup.sandbox.fail(answer(0), 3);
    const result = await token();
    assert(!result.ok);
    assert.deepEqual([result.error.code, result.error.reason], ["unavailable", "tokenExpired"]);
  });
});
