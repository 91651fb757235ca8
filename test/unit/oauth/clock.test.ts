import assert from "node:assert/strict";
import type { Answered } from "../../../server/src/network/types.ts";
import { ServerClocks } from "../../../server/src/oauth/clock.ts";
import { eachCase } from "../../host/eachCase.ts";

const URL_A = new URL("https://a.example/token");
const NOON = Date.parse("2030-01-01T12:00:00Z");

/** An answer in the middle of noon's second, which is the best estimate for a `Date` without fractions. */
function answered(names: Record<string, string>, timings: { headers?: number; total: number }, status = 200): Answered {
  const header = (name: string): string | undefined => names[name];
  const answer = { status, header, headerNames: Object.keys(names), body: "", receivedAt: NOON + 500 };
  return { ok: true, answer, trace: { timings, attempts: 1 } };
}

const at = (ms: number): string => new Date(ms).toUTCString();

function skewAfter(...answers: Answered[]): number | undefined {
  const clocks = new ServerClocks();
  for (const each of answers) clocks.observe(URL_A, each);
  return clocks.skewMs(new URL("https://a.example/other"));
}

describe("servers' clocks", () => {
  it("are unknown before the first answer", () => {
    assert.equal(skewAfter(), undefined);
    assert.equal(skewAfter(answered({}, { total: 1 })), undefined);
    assert.equal(skewAfter(answered({ date: "noon" }, { total: 1 })), undefined);
    const failure: Answered = { ok: false, failure: { code: "dns" }, trace: { timings: { total: 1 }, attempts: 1 } };
    assert.equal(skewAfter(failure), undefined);
    const clocks = new ServerClocks();
    assert(Math.abs(clocks.now(URL_A) - Date.now()) < 1000);
  });

  it("differ by whole seconds of skew", () =>
    eachCase(
      [
        [0, 0],
        [-1000, 0],
        [1000, 0],
        [-2000, -2000],
        [60_000, 60_000],
        [-3_600_000, -3_600_000],
      ] as const,
      ([ahead, skew]) => `${ahead}, ${skew}`,
      ([ahead, skew]) => {
        assert.equal(skewAfter(answered({ date: at(NOON + ahead) }, { total: 2 })), skew);
      },
    ));

  it("are learned from refusals too, and the last answer counts", () => {
    const early = answered({ date: at(NOON + 60_000) }, { total: 1 });
    assert.equal(skewAfter(early, answered({ date: at(NOON - 60_000) }, { total: 1 }, 401)), -60_000);
    assert.equal(skewAfter(early, answered({}, { total: 1 })), 60_000);
  });

  it("are read halfway between request and answer", () => {
    const date = at(NOON - 10_000);
    assert.equal(skewAfter(answered({ date }, { headers: 20_000, total: 60_000 })), 0);
    assert.equal(skewAfter(answered({ date }, { headers: 10, total: 60_000 })), -10_000);
  });

  it("are not learned from a cache", () => {
    assert.equal(skewAfter(answered({ date: at(NOON - 60_000), age: "60" }, { total: 1 })), undefined);
  });

  it("are separate for each origin", () => {
    const clocks = new ServerClocks();
    clocks.observe(URL_A, answered({ date: at(NOON + 60_000) }, { total: 1 }));
    assert.equal(clocks.skewMs(new URL("https://a.example:8443/")), undefined);
    assert(Math.abs(clocks.now(URL_A) - Date.now() - 60_000) < 1000);
  });
});
