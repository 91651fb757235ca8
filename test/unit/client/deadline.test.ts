import assert from "node:assert/strict";
import { mock } from "node:test";
import { longestAnswer, startDeadline } from "../../../client/src/worker/deadline.ts";
import { Restarts } from "../../../client/src/worker/restarts.ts";

const TIME_LIMIT = 30_000;

describe("the deadline of a request to the worker", () => {
  it("is 5 s longer than the network's time limit for a call to Argus", () => {
    for (const limit of [100, TIME_LIMIT, 300_000]) {
      for (const method of ["argus/token", "argus/introspect", "argus/userinfo"] as const) {
        assert.equal(longestAnswer(method, limit), limit + 5_000);
      }
    }
  });

  it("allows the time limit for each call of a request with several", () => {
    assert(longestAnswer("argus/discover", TIME_LIMIT) >= 3 * TIME_LIMIT + 5_000);
    assert(longestAnswer("argus/diagnose", TIME_LIMIT) >= 4 * TIME_LIMIT + 5_000);
  });

  it("is 10 s for requests without network calls", () => {
    for (const limit of [100, 300_000]) {
      for (const method of ["argus/inspectKey", "argus/requestAt", "argus/authorize", "argus/removeTokens"] as const) {
        assert.equal(longestAnswer(method, limit), 10_000);
      }
    }
  });

  describe("once started", () => {
    beforeEach(() => {
      mock.timers.enable({ apis: ["setInterval"] });
    });
    afterEach(() => {
      mock.timers.reset();
    });

    it("fires once", () => {
      let over = 0;
      startDeadline(2_000, () => (over += 1), 500);
      mock.timers.tick(1_999);
      assert.equal(over, 0);
      mock.timers.tick(1);
      assert.equal(over, 1);
      mock.timers.tick(10_000);
      assert.equal(over, 1);
    });

    it("never fires after it was disposed", () => {
      let over = 0;
      const deadline = startDeadline(2_000, () => (over += 1), 500);
      mock.timers.tick(1_500);
      deadline.dispose();
      mock.timers.tick(10_000);
      assert.equal(over, 0);
    });
  });

  it("counts a blocked extension host as one tick", async () => {
    let isOver = false;
    const deadline = startDeadline(200, () => (isOver = true), 50);
    // Like a machine that sleeps: the clock advances, and no timer fires.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    await new Promise(setImmediate);
    await new Promise((resolve) => setTimeout(resolve, 0));
    assert.equal(isOver, false);
    deadline.dispose();
  });
});

describe("a crashed worker", () => {
  it("stays down after the sixth crash within three minutes, until the person starts it", () => {
    let now = 0;
    const restarts = new Restarts(() => now);
    for (let crash = 0; crash < 5; crash += 1) assert(restarts.allow(false));
    assert.equal(restarts.allow(false), false);
    restarts.reset();
    assert(restarts.allow(false));
    now += 3 * 60_000;
    for (let crash = 0; crash < 5; crash += 1) assert(restarts.allow(false));
  });

  it("is always restarted after a hang, and hangs do not count as crashes", () => {
    const restarts = new Restarts(() => 0);
    for (let kill = 0; kill < 20; kill += 1) assert(restarts.allow(true));
    for (let crash = 0; crash < 5; crash += 1) assert(restarts.allow(false));
    assert.equal(restarts.allow(false), false);
  });
});
