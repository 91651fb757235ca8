import assert from "node:assert/strict";
import fc from "fast-check";
import { isFresh, marginOf } from "../../../client/src/session/freshness.ts";
import { movedPosition } from "../../../client/src/documents/movedPositions.ts";
import { isIdle, RefreshSchedule, type Renewable } from "../../../client/src/tokens/refreshSchedule.ts";
import { eachCase } from "../../host/eachCase.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A schedule with a settable clock, and without jitter by default. */
function setUp(random = 0) {
  const clock = { now: 1_000 * HOUR };
  const schedule = new RefreshSchedule(
    () => clock.now,
    () => random,
  );
  const token = (lifetime = 300 * SECOND, accessToken = "one"): Renewable => ({
    accessToken,
    issuedAt: clock.now,
    expiresAt: clock.now + lifetime,
  });
  const hold = (held = token()) => schedule.follow(new Map([["default", held]]));
  return { clock, schedule, token, hold };
}

describe("when a token is renewed", () => {
  it("is 30 s or a tenth of its lifetime before it expires, and jitter only makes it earlier", () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 7200 }), fc.double({ min: 0, max: 1, noNaN: true }), (seconds, random) => {
        const { clock, schedule, token, hold } = setUp(random);
        const held = token(seconds * SECOND);
        hold(held);
        const margin = Math.min(30 * SECOND, seconds * 100);
        const wait = schedule.next() ?? NaN;
        assert(wait <= held.expiresAt - margin - clock.now && wait >= held.expiresAt - 1.5 * margin - clock.now);
        assert.deepEqual(schedule.due(), []);
        clock.now += wait;
        assert.deepEqual(schedule.due(), ["default"]);
        assert(clock.now < held.expiresAt);
      }),
    );
  });

  it("does not move when asked again", () => {
    const { clock, schedule, hold, token } = setUp();
    const held = token();
    hold(held);
    for (let look = 0; look < 26; look += 1) {
      clock.now += 10 * SECOND;
      hold(held);
      assert.deepEqual(schedule.due(), []);
    }
    clock.now += 10 * SECOND;
    assert.deepEqual(schedule.due(), ["default"]);
  });

  it("is once per token, and never during a renewal", () => {
    const { clock, schedule, hold, token } = setUp();
    hold();
    clock.now += 270 * SECOND;
    assert.equal(schedule.begin("default")?.accessToken, "one");
    assert.deepEqual(schedule.due(), []);
    assert.equal(schedule.next(), undefined);
    hold(token(300 * SECOND, "two"));
    schedule.postpone("default", HOUR);
    assert.equal(schedule.next(), 270 * SECOND);
  });

  it("is never for a token that had expired when first seen, and at once for one that expired meanwhile", () => {
    const { clock, schedule, hold, token } = setUp();
    hold({ ...token(), expiresAt: clock.now });
    assert.equal(schedule.next(), undefined);
    hold(token(300 * SECOND, "two"));
    clock.now += 8 * HOUR;
    assert.deepEqual(schedule.due(), ["default"]);
  });

  it("is never after a sign-out, until there is a new token", () => {
    const { clock, schedule, hold, token } = setUp();
    hold();
    schedule.follow(new Map());
    clock.now += HOUR;
    assert.deepEqual(schedule.due(), []);
    assert.equal(schedule.planned("default"), undefined);
    hold(token(300 * SECOND, "two"));
    assert.equal(schedule.next(), 270 * SECOND);
  });

  it("is at most once a second, however short the lifetime", () => {
    const { schedule, hold, token } = setUp();
    hold(token(1));
    assert.equal(schedule.next(), SECOND);
  });
});

describe("a failed renewal", () => {
  it("is retried after 5 s, doubling up to 5 minutes", () => {
    const { clock, schedule, hold } = setUp();
    hold();
    clock.now += 270 * SECOND;
    const waits = Array.from({ length: 8 }, () => {
      schedule.begin("default");
      assert.equal(schedule.fail("default", { code: "connect" }), false);
      const wait = schedule.next() ?? NaN;
      clock.now += wait;
      return wait / SECOND;
    });
    assert.deepEqual(waits, [5, 10, 20, 40, 80, 160, 300, 300]);
  });

  it("waits as long as the server asks, even if the person returns", () => {
    const { clock, schedule, hold } = setUp();
    hold();
    clock.now += 270 * SECOND;
    schedule.begin("default");
    schedule.fail("default", { code: "rateLimited", retryAfterMs: 90 * SECOND });
    schedule.hurry();
    assert.equal(schedule.next(), 90 * SECOND);
  });

  it("waits for an hour at most, whatever the server asks", () => {
    const { clock, schedule, hold } = setUp();
    hold();
    clock.now += 270 * SECOND;
    schedule.begin("default");
    schedule.fail("default", { code: "rateLimited", retryAfterMs: 999_999_999 * SECOND });
    assert.equal(schedule.next(), 3600 * SECOND);
  });

  it("is retried soon when the person returns", () => {
    const { clock, schedule, hold } = setUp();
    hold();
    clock.now += 270 * SECOND;
    for (let failure = 0; failure < 6; failure += 1) {
      schedule.begin("default");
      schedule.fail("default", { code: "dns" });
      clock.now += failure < 5 ? HOUR : 5 * SECOND;
    }
    assert.deepEqual(schedule.due(), []);
    schedule.hurry();
    assert.deepEqual(schedule.due(), ["default"]);
  });

  it("is given up after a permanent failure, until it is resumed", () =>
    eachCase(
      ["unauthorized", "invalidCredential", "invalidProfile", "forbidden", "cancelled"] as const,
      (code) => code,
      (code) => {
        const { clock, schedule, hold } = setUp();
        hold();
        clock.now += 270 * SECOND;
        schedule.begin("default");
        assert.equal(schedule.fail("default", { code }), true);
        clock.now += HOUR;
        schedule.hurry();
        assert.deepEqual(schedule.due(), []);
        assert.equal(schedule.planned("default"), "stopped");
        schedule.resume("other");
        assert.deepEqual(schedule.due(), []);
        schedule.resume("default");
        assert.deepEqual(schedule.due(), ["default"]);
      },
    ));

  it("does not affect a token that arrived meanwhile", () => {
    const { clock, schedule, hold, token } = setUp();
    hold();
    clock.now += 270 * SECOND;
    schedule.begin("default");
    hold(token(300 * SECOND, "two"));
    assert.equal(schedule.fail("default", { code: "unauthorized" }), false);
    assert.equal(schedule.next(), 270 * SECOND);
  });
});

describe("a clock change", () => {
  it("forward by hours renews at once, and then as usual", () => {
    const { clock, schedule, hold, token } = setUp();
    hold();
    clock.now += 5 * HOUR;
    assert.deepEqual(schedule.due(), ["default"]);
    schedule.begin("default");
    hold(token(300 * SECOND, "two"));
    assert.equal(schedule.next(), 270 * SECOND);
  });

  it("back by hours renews at once, and then as usual", () => {
    const { clock, schedule, hold, token } = setUp();
    const held = token();
    hold(held);
    clock.now -= 5 * HOUR;
    assert.equal(isFresh(held, clock.now), false);
    assert.deepEqual(schedule.due(), ["default"]);
    schedule.begin("default");
    hold(token(300 * SECOND, "two"));
    assert.equal(schedule.next(), 270 * SECOND);
  });

  it("back by hours ends a pause", () => {
    const { clock, schedule, hold } = setUp();
    hold();
    clock.now += 270 * SECOND;
    schedule.begin("default");
    schedule.fail("default", { code: "connect" });
    clock.now -= 5 * HOUR;
    assert.deepEqual(schedule.due(), ["default"]);
    schedule.begin("default");
    schedule.fail("default", { code: "connect" });
    assert.deepEqual(schedule.due(), []);
  });
});

describe("freshness", () => {
  it("leaves short-lived tokens most of their lifetime", () => {
    assert.equal(marginOf({ issuedAt: 0, expiresAt: 10 * SECOND }), SECOND);
    assert.equal(marginOf({ issuedAt: 0, expiresAt: HOUR }), 30 * SECOND);
  });

  it("of a person's activity ends after 30 minutes, but not because of a clock change", () => {
    assert.equal(isIdle(0, 30 * MINUTE - 1), false);
    assert.equal(isIdle(0, 30 * MINUTE), true);
    assert.equal(isIdle(HOUR, 0), false);
  });
});

describe("a cursor near a replaced token", () => {
  const edit = (start: number, end: number, newText: string, line = 1) => ({
    range: { start: { line, character: start }, end: { line, character: end } },
    newText,
  });
  const cases: [string, number, ReturnType<typeof edit>[], number][] = [
    ["stays before it", 3, [edit(5, 8, "xyz")], 3],
    ["stays at its start", 5, [edit(5, 8, "xyzw")], 5],
    ["stays in its middle", 6, [edit(5, 8, "xyz")], 6],
    ["stays at its end", 8, [edit(5, 8, "xyzw")], 9],
    ["moves with what is behind it", 10, [edit(5, 8, "x")], 8],
    ["ends with a shorter one", 7, [edit(5, 8, "x")], 6],
    ["knows other lines", 10, [edit(5, 8, "x", 2)], 10],
    ["adds up edits", 20, [edit(5, 8, "x"), edit(10, 11, "xyz")], 20],
  ];
  it("stays at the same text", () =>
    eachCase(
      cases,
      ([what]) => what,
      ([, character, edits, expected]) =>
        assert.deepEqual(movedPosition({ line: 1, character }, edits), { line: 1, character: expected }),
    ));
});
