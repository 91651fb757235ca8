import assert from "node:assert/strict";
import { soak } from "../soak/soak.ts";

describe("a window after a simulated quarter of an hour", () => {
  it("shows the right time left, and keeps no listener, timer, socket or process", async () => {
    const { samples, wrong, looks, done, left } = await soak({
      minutes: 16,
      every: 8,
      files: 16,
      edits: 160,
      calls: 30,
      sleeps: 2,
    });
    assert.deepEqual(wrong, []);
    assert(looks > 800 && done.tokens >= 3, JSON.stringify(done));
    assert.deepEqual(left, { listeners: 0, timers: 0, workers: 0 });
    const [first, last] = [samples[0]!, samples.at(-1)!];
    for (const what of ["listeners", "timers", "promises", "open", "workerOpen", "processes"] as const) {
      assert(last[what] <= first[what], `${what}: ${first[what]}, then ${last[what]}`);
    }
  }).timeout(60_000);
});
