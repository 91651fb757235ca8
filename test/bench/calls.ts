import { join } from "node:path";
import { startArgus } from "./argus.ts";
import type { Builds } from "./build.ts";
import { bareUndici, type Caller, throughWorker } from "./callers.ts";
import { type LspProcess, startLsp } from "./lsp.ts";
import { type Operation, operations } from "./operations.ts";
import { median, quantile } from "./stats.ts";
import { ms, printTable } from "./table.ts";

const RUNS = 200;
const WARM_UPS = 20;
/** The callers take turns, so that other load on the machine affects all of them. */
const TURNS = 4;

interface Way {
  name: string;
  call: Caller;
  /** In ms. */
  durations: number[];
}

/** Measures the calls to Argus, with each caller. */
export async function callsSection(builds: Builds): Promise<void> {
  const server = join(builds.ours, "dist/server.js");
  const argus = await startArgus();
  const workers = await Promise.all([startLsp(server, "ipc"), startLsp(server, "stdio")]);
  try {
    for (const operation of await operations(argus)) await compare(operation, workers);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await argus.stop();
  }
}

async function compare(operation: Operation, workers: [LspProcess, LspProcess]): Promise<void> {
  const ways = waysTo(operation, workers);
  for (const way of ways) for (let i = 0; i < WARM_UPS; i++) await way.call();
  for (let turn = 0; turn < TURNS; turn++) for (const way of ways) await takeTurn(way);
  print(operation.name, ways);
}

function waysTo(operation: Operation, [ipc, stdio]: [LspProcess, LspProcess]): Way[] {
  const way = (name: string, call: Caller): Way => ({ name, call, durations: [] });
  return [
    way("worker over IPC", throughWorker(ipc, operation)),
    way("worker over stdio", throughWorker(stdio, operation)),
    way("undici.request", bareUndici(operation)),
  ];
}

async function takeTurn({ call, durations }: Way): Promise<void> {
  for (let i = 0; i < RUNS / TURNS; i++) {
    const start = performance.now();
    await call();
    durations.push(performance.now() - start);
  }
}

function print(name: string, ways: Way[]): void {
  const rows = ways.map(({ name, durations }) => [name, ms(median(durations)), ms(quantile(durations, 0.95))]);
  printTable(`The ${name} call on a loopback sandbox, in ms, ${RUNS} calls`, ["way", "median", "p95"], rows);
  const of = (name: string): number => median(ways.find((way) => way.name === name)?.durations ?? []);
  for (const worker of ["worker over IPC", "worker over stdio"]) {
    console.log(`${worker} − undici.request: ${ms(of(worker) - of("undici.request"))} ms (aim: at most 1 ms)`);
  }
}
