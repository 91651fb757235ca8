/** Shared by all measurements in the extension host. */
import { randomUUID } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { commands, type Extension, extensions } from "vscode";
import { RESULT_MARK, type Sight, SIGHT_MARK } from "./hostLines.ts";

const IDS = ["argus-tokens.argus-tokens", "bench.bare"];
/** In ms; a probe of an idle host takes no longer. */
const IDLE = 10;
/** How many fast probes in a row mean that a host is idle. */
const IDLE_PROBES = 30;
/** Between two probes, in ms. */
const PROBE_PAUSE = 30;
/** How long to wait for that, in ms; a busy machine never gets there, and the result says so. */
const IDLE_PATIENCE = 8_000;

/** The extension under test, not yet active. */
export function extensionUnderTest(): Extension<unknown> {
  const extension = IDS.map((id) => extensions.getExtension(id)).find((found) => found !== undefined);
  if (extension === undefined) throw new Error("There is no extension to measure.");
  if (extension.isActive) throw new Error(`${extension.id} is active already.`);
  return extension;
}

/** VS Code's own extensions start at the same time as tests; waits until the host and its page are done. */
export async function becomesIdle(): Promise<boolean> {
  const deadline = performance.now() + IDLE_PATIENCE;
  for (let quick = 0; quick < IDLE_PROBES;) {
    const start = performance.now();
    if (start > deadline) return false;
    await delay(PROBE_PAUSE);
    // Asks the page.
    await commands.getCommands();
    quick = performance.now() - start < PROBE_PAUSE + IDLE ? quick + 1 : 0;
  }
  return true;
}

/** Hands a result to the page as one line. */
export function report(result: unknown): void {
  console.log(RESULT_MARK + JSON.stringify(result));
}

/** Time limit for something to appear, in ms, and the polling interval. */
const SIGHT_PATIENCE = 30_000;
const SIGHT_PAUSE = 50;

/** Measures in the page how long it takes from now until something is visible, in ms. */
export async function untilSeen(selector: string): Promise<number> {
  const answer = join(tmpdir(), `argus-seen-${randomUUID()}`);
  const sight: Sight = { selector, answer };
  console.log(SIGHT_MARK + JSON.stringify(sight));
  const deadline = performance.now() + SIGHT_PATIENCE;
  while (performance.now() < deadline) {
    await delay(SIGHT_PAUSE);
    const duration = await readFile(answer, "utf8").catch(() => undefined);
    if (duration === undefined) continue;
    await rm(answer);
    return Number(duration);
  }
  throw new Error(`The page showed no ${selector}.`);
}
