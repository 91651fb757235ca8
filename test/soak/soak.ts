import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startArgus } from "../bench/argus.ts";
import { processes } from "../host/standIn/languageClient.ts";
import { standIn } from "../host/standIn/state.ts";
import { type Amounts, Day, type Sample } from "./day.ts";
import { DayClock } from "./dayClock.ts";
import { followClock } from "./otherProcess.ts";
import { SoakWindow } from "./window.ts";

export interface Outcome {
  samples: readonly Sample[];
  wrong: readonly string[];
  looks: number;
  done: Day["done"];
  /** What is left after the window was closed. */
  left: { listeners: number; timers: number; workers: number };
}

const EIGHT = Date.UTC(2026, 10, 30, 8);

/** Simulates a day with the real extension, in a stand-in for VS Code, and the real worker process. */
export async function soak(amounts: Amounts, onSample: (sample: Sample) => void = () => undefined): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "argus-soak-"));
  const clock = new DayClock(join(folder, "clock"), EIGHT);
  const unfollow = followClock(folder);
  const argus = await startArgus();
  clock.install();
  const before = listenersOfProcess();
  try {
    const window = new SoakWindow(argus, folder);
    const day = new Day(window, clock, { argus, folder });
    const samples: Sample[] = [];
    try {
      await day.begin();
      await day.run(amounts, (sample) => {
        samples.push(sample);
        onSample(sample);
      });
    } finally {
      await passing(clock, window.closeWindow());
    }
    // Timers that were to run soon.
    clock.tick(60_000);
    const workers = processes.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null).length;
    const left = { listeners: window.listeners - before, timers: clock.waiting, workers };
    return { samples, wrong: day.wrong, looks: day.looks, done: day.done, left };
  } finally {
    clock.uninstall();
    unfollow();
    await argus.stop();
    standIn.reset();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lets time pass until something is done. */
async function passing(clock: DayClock, work: Promise<void>): Promise<void> {
  const state = { isDone: false };
  const end = (): void => void (state.isDone = true);
  work.then(end, end);
  for (;;) {
    await new Promise(setImmediate);
    if (state.isDone) return work;
    clock.tick(1);
  }
}

function listenersOfProcess(): number {
  return process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
}
