import { join } from "node:path";
import type { CodeLens } from "vscode-languageserver-types";
import type { Builds } from "./build.ts";
import { type LspProcess, startLsp } from "./lsp.ts";
import { type Memory, memoryOf } from "./memory.ts";

export interface LensRun {
  /** From `didOpen` (or `didChange`) to the lenses, as an editor has them: parsed. In ms. */
  opens: number[];
  edits: number[];
  /** Of the answer's JSON, in bytes. */
  size: number;
  memory: Memory | undefined;
}

/** Opens a text in a fresh worker, asks for its lenses, then types single characters and asks again. */
export async function lensRun(builds: Builds, text: string, runs: number): Promise<LensRun> {
  const worker = await startLsp(join(builds.ours, "dist/server.js"), "stdio");
  try {
    return await measure(worker, text, runs);
  } finally {
    await worker.stop();
  }
}

async function measure({ connection, pid }: LspProcess, text: string, runs: number): Promise<LensRun> {
  const opens: number[] = [];
  const edits: number[] = [];
  let answer: CodeLens[] = [];
  const time = async (uri: string, notify: () => Promise<void>): Promise<number> => {
    const start = performance.now();
    void notify();
    answer = await connection.sendRequest("textDocument/codeLens", { textDocument: { uri } });
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
  return { opens, edits, size: Buffer.byteLength(JSON.stringify(answer)), memory: await memoryOf(pid) };
}
