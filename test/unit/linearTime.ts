/** Measures by growth, so that no verdict depends on how fast the machine is. */
import assert from "node:assert/strict";

/** So many repetitions, and so many times as many. */
const FEW = 3_000;
const TIMES = 16;
/** What is linear takes about `TIMES` as long, what is quadratic `TIMES` squared: 256. */
const MOST_TIMES = 90;
/** What is shorter cannot be measured, in ms. */
const SHORTEST = 1;
/** So often both are measured, before what takes too long is taken for what it costs. */
const MOST_ROUNDS = 12;
/** Of the short one, which is over soon, there are so many measurements a round. */
const FEW_RUNS = 5;

/**
 * Fails where something takes more than linear time.
 *
 * @param run what is measured
 * @param textOf makes a text of so many repetitions
 * @param few how many repetitions the shorter text has; the longer one has sixteen times as many
 */
export function assertLinear(run: (text: string) => void, textOf: (times: number) => string, few = FEW): void {
  const [short, long] = [textOf(few), textOf(few * TIMES)];
  let [shortest, longest] = [Infinity, Infinity];
  // Code that is compiled or memory that is cleared meanwhile makes one run long: the shortest ones are compared.
  for (let round = 0; round < MOST_ROUNDS; round++) {
    shortest = Math.min(shortest, Math.max(duration(run, short, FEW_RUNS), SHORTEST));
    longest = Math.min(longest, duration(run, long, 1));
    if (longest <= shortest * MOST_TIMES) return;
  }
  assert.fail(`${TIMES} times the text took ${(longest / shortest).toFixed(0)} times as long`);
}

/** The shortest of a few runs, in ms of the processor's time: what other processes take does not count. */
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
