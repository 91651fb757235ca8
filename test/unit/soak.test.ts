import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CHECKOUT } from "../host/paths.ts";
import type { Outcome } from "../soak/soak.ts";

/** In a process of its own: other tests leave requests and listeners behind. */
async function quarterOfAnHour(): Promise<Outcome> {
  const program = ["--import", "./test/host/standIn/register.ts", "test/soak/quarter.ts"];
  const { stdout } = await promisify(execFile)(process.execPath, program, { cwd: CHECKOUT });
  return JSON.parse(stdout.slice(stdout.lastIndexOf('{"samples"'))) as Outcome;
}

describe("a window after a simulated quarter of an hour", () => {
  it("shows the right time left, and keeps no listener, timer, socket or process", async () => {
    const { samples, wrong, looks, done, left } = await quarterOfAnHour();
    assert.deepEqual(wrong, []);
    assert(looks > 800 && done.tokens >= 3, JSON.stringify(done));
    assert.deepEqual(left, { listeners: 0, timers: 0, workers: 0 });
    const [first, last] = [samples[0]!, samples.at(-1)!];
    for (const what of ["listeners", "timers", "promises", "open", "workerOpen", "processes"] as const) {
      assert(last[what] <= first[what], `${what}: ${first[what]}, then ${last[what]}`);
    }
  }).timeout(60_000);
});
