import { join } from "node:path";
import type { Builds } from "./build.ts";
import { type LspProcess, startLsp } from "./lsp.ts";
import { type Memory, memoryOf } from "./memory.ts";

export interface LensRun {
  /** As any editor asks, and as our client asks. */
  lsp: LensTimes;
  packed: LensTimes;
  memory: Memory | undefined;
}

export interface LensTimes {
  /** From `didOpen` (or `didChange`) to the parsed positions of the lenses, in ms. */
  opens: number[];
  edits: number[];
  /** The size of the answer's JSON, in bytes. */
  size: number;
}

/** Opens a text in new workers and requests its lenses, then types single characters and requests them again. */
export async function lensRun(builds: Builds, text: string, runs: number): Promise<LensRun> {
  const run = async <T>(measure: (worker: LspProcess) => Promise<T>): Promise<T> => {
    const worker = await startLsp(join(builds.ours, "dist/server.js"), "stdio");
    try {
      return await measure(worker);
    } finally {
      await worker.stop();
    }
  };
  const packed = await run((worker) => times(worker, "argus/codeLenses", text, runs));
  return run(async (worker) => {
    const lsp = await times(worker, "textDocument/codeLens", text, runs);
    return { lsp, packed, memory: await memoryOf(worker.pid) };
  });
}

async function times({ connection }: LspProcess, method: string, text: string, runs: number): Promise<LensTimes> {
  const opens: number[] = [];
  const edits: number[] = [];
  let answer: unknown;
  const time = async (uri: string, notify: () => Promise<void>): Promise<number> => {
    const start = performance.now();
    void notify();
    answer = await connection.sendRequest(method, { textDocument: { uri } });
    return performance.now() - start;
  };
  const line = text.split("\n").length >> 1;

  for (let run = 0; run < runs; run++) {
    const uri = `file:///home/someone/project/requests-${run}.http`;
    const textDocument = { uri, languageId: "http", version: 1, text };
    opens.push(await time(uri, () => connection.sendNotification("textDocument/didOpen", { textDocument })));
    for (let version = 2; version < 2 + runs; version++) {
      const start = { line, character: 0 };
      const change = { textDocument: { uri, version }, contentChanges: [{ range: { start, end: start }, text: "x" }] };
      edits.push(await time(uri, () => connection.sendNotification("textDocument/didChange", change)));
    }
    if (run + 1 < runs) await connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }
  return { opens, edits, size: Buffer.byteLength(JSON.stringify(answer)) };
}
