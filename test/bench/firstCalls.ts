import { setTimeout as delay } from "node:timers/promises";
import { throughWorker } from "./callers.ts";
import { startLsp } from "./lsp.ts";
import type { Operation } from "./operations.ts";
import { median } from "./stats.ts";
import { ms, printTable } from "./table.ts";

const RUNS = 20;
/** How long after `initialized` the first call comes, in ms. */
const PAUSES = [0, 1000];

/** What the first call of a new worker costs, at once and after a pause in which it may have got ready. */
export async function firstCalls(server: string, operation: Operation): Promise<void> {
  const first = PAUSES.map((): number[] => []);
  const second = PAUSES.map((): number[] => []);
  for (let run = 0; run < RUNS; run++) {
    for (const [i, pause] of PAUSES.entries()) {
      const worker = await startLsp(server, "ipc");
      const call = throughWorker(worker, operation);
      await delay(pause);
      first[i]?.push(await timed(call));
      second[i]?.push(await timed(call));
      await worker.stop();
    }
  }
  const rows = PAUSES.map((pause, i) => {
    const [firsts = [], seconds = []] = [first[i], second[i]];
    const name = pause === 0 ? "at once" : `${pause / 1000} s after its start`;
    return [name, ms(median(firsts)), ms(median(seconds)), ms(Math.min(...firsts)), String(RUNS)];
  });
  printTable(
    "First calls of a new worker over IPC, medians in ms",
    ["when", "first", "second", "fastest first", "runs"],
    rows,
  );
}

async function timed(call: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await call();
  return performance.now() - start;
}
