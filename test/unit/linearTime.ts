/** Measures growth, so that no verdict depends on the speed of the machine. */
import assert from "node:assert/strict";

/** The repetitions of the short text, and the factor for the long one. */
const FEW = 3_000;
const TIMES = 16;
/** Linear code takes about `TIMES` as long, quadratic code `TIMES` squared: 256. */
const MOST_TIMES = 90;
/** In ms; anything shorter cannot be measured. */
const SHORTEST = 1;
/** How often both are measured before a slow result is believed. */
const MOST_ROUNDS = 12;
/** The short text is fast, so each round measures it this many times. */
const FEW_RUNS = 5;

/**
 * Fails if something takes more than linear time.
 *
 * @param run the measured code
 * @param textOf makes a text with this many repetitions
 * @param few repetitions of the shorter text; the longer one has sixteen times as many
 */
export function assertLinear(run: (text: string) => void, textOf: (times: number) => string, few = FEW): void {
  const [short, long] = [textOf(few), textOf(few * TIMES)];
  let [shortest, longest] = [Infinity, Infinity];
  // Compiling or garbage collection can make one run slow, so the fastest ones are compared.
  for (let round = 0; round < MOST_ROUNDS; round++) {
    shortest = Math.min(shortest, Math.max(duration(run, short, FEW_RUNS), SHORTEST));
    longest = Math.min(longest, duration(run, long, 1));
    if (longest <= shortest * MOST_TIMES) return;
  }
  assert.fail(`${TIMES} times the text took ${(longest / shortest).toFixed(0)} times as long`);
}

/** The fastest of a few runs, in ms of processor time, which excludes other processes. */
function duration(run: (text: string) => void, text: string, runs: number): number {
  let shortest = Infinity;
  for (let count = 0; count < runs; count++) {
    const start = process.cpuUsage();
    run(text);
    const { user, system } = process.cpuUsage(start);
    shortest = Math.min(shortest, (user + system) / 1000);
  }
  return shortest;
}
