import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Loaded by the worker and the sandbox first: takes the time from a file, and measures memory on a signal. */
const PRELOAD = `const { readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
require("node:v8").setFlagsFromString("--expose-gc");
const collect = require("node:vm").runInNewContext("gc");
const folder = process.env.ARGUS_SOAK;
Date.now = () => Number(readFileSync(join(folder, "clock"), "utf8"));
process.on("SIGUSR2", () => {
  collect();
  collect();
  const file = join(folder, "heap-" + process.pid);
  writeFileSync(file + "-new", String(process.memoryUsage().heapUsed));
  renameSync(file + "-new", file);
});
`;

/** Has the processes that start from now on use the time in `folder/clock`. @returns ends that */
export function followClock(folder: string): () => void {
  const preload = join(folder, "preload.cjs");
  writeFileSync(preload, PRELOAD);
  const before = process.env["NODE_OPTIONS"];
  Object.assign(process.env, { ARGUS_SOAK: folder, NODE_OPTIONS: `${before ?? ""} --require ${preload}` });
  return () => {
    delete process.env["ARGUS_SOAK"];
    if (before === undefined) delete process.env["NODE_OPTIONS"];
    else process.env["NODE_OPTIONS"] = before;
  };
}

/** The heap of such a process after a garbage collection, in MB. */
export async function heapOf(folder: string, pid: number): Promise<number> {
  const file = join(folder, `heap-${pid}`);
  rmSync(file, { force: true });
  process.kill(pid, "SIGUSR2");
  const deadline = performance.now() + 10_000;
  for (;;) {
    try {
      return Number(readFileSync(file, "utf8")) / 1e6;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(5);
    }
  }
}

let collect: (() => void) | undefined;

/** The heap of this process after a garbage collection, in MB. */
export async function ownHeap(): Promise<number> {
  if (collect === undefined) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  for (let round = 0; round < 3; round += 1) {
    collect();
    // Objects freed by one collection can let the next one free more.
    await new Promise(setImmediate);
  }
  return process.memoryUsage().heapUsed / 1e6;
}
