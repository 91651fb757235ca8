import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Builds } from "./build.ts";
import { type LspProcess, startLsp } from "./lsp.ts";
import { type Memory, memoryOf } from "./memory.ts";
import { median } from "./stats.ts";
import { ms, printTable, times } from "./table.ts";

const RUNS = 10;
/** In ms after `initialized`; idle work is finished by then. */
const AT_REST = 2000;

interface Kind {
  name: string;
  server: string;
  /** Node's compile cache. */
  cache?: string;
  /** In ms. */
  starts: number[];
  memory: (Memory | undefined)[];
}

/** Measures how fast a worker starts and its memory, compared with an empty language server. */
export async function workerSection(builds: Builds): Promise<void> {
  const kind = (name: string, folder: string): Kind => ({
    name,
    server: join(folder, "dist/server.js"),
    starts: [],
    memory: [],
  });
  const [first, bare] = [kind("our worker, first start", builds.ours), kind("bare languageserver", builds.bare)];
  const ours = { ...kind("our worker, later starts", builds.ours), cache: join(builds.temporary, "compile-cache") };
  await runOnce([ours]);
  ours.starts.length = ours.memory.length = 0;
  for (let run = 0; run < RUNS; run++) await runOnce(run % 2 === 0 ? [first, ours, bare] : [bare, ours, first]);
  print(first, ours, bare);
}

/** They start one after another and then idle together. */
async function runOnce(kinds: Kind[]): Promise<void> {
  const processes: LspProcess[] = [];
  try {
    for (const { server, cache, starts } of kinds) {
      const process = await startLsp(server, "ipc", cache);
      processes.push(process);
      starts.push(process.startMs);
    }
    await delay(AT_REST);
    for (const [i, { memory }] of kinds.entries()) memory.push(await memoryOf(processes[i]?.pid ?? 0));
  } finally {
    await Promise.all(processes.map((process) => process.stop()));
  }
}

function print(first: Kind, ours: Kind, bare: Kind): void {
  const start = (kind: Kind): number => median(kind.starts);
  const megabytes = (kind: Kind, which: keyof Memory): number => median(kind.memory.map((one) => one?.[which] ?? NaN));
  const text = (value: number): string => (Number.isNaN(value) ? "–" : value.toFixed(1));
  printTable(
    `A worker over IPC: start to the answer of initialize, and memory ${AT_REST / 1000} s later`,
    ["process", "start, ms", "RSS, MB", "PSS, MB", "runs"],
    [first, ours, bare].map((kind) => [
      kind.name,
      ms(start(kind)),
      text(megabytes(kind, "rss")),
      text(megabytes(kind, "pss")),
      String(RUNS),
    ]),
  );
  console.log(`first start, ours / bare: ${times(start(first) / start(bare))}`);
  console.log(`later starts, ours / bare: ${times(start(ours) / start(bare))} (aim: within 1.2×)`);
  const more = (which: keyof Memory): string => text(megabytes(ours, which) - megabytes(bare, which));
  console.log(`memory, ours − bare: RSS ${more("rss")} MB, PSS ${more("pss")} MB (aim: within 15 MB)`);
}
