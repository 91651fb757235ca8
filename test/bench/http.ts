import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parse } from "../../server/src/http/parse/parse.ts";
import { OpenDocument } from "../../server/src/openDocument.ts";
import type { Builds } from "./build.ts";
import { httpText } from "./httpFiles.ts";
import { lensRun, type LensTimes } from "./lensRun.ts";
import { median } from "./stats.ts";
import { bytes, ms, printTable } from "./table.ts";

const SIZES = [10, 1000, 10_000, 100_000];
const LINE_BREAKS = { LF: "\n", CRLF: "\r\n" } as const;

/** How long a call is repeated before it is timed, in ms, so that all sizes run fully compiled code. */
const WARM_UP = 500;
/** Limits of a section and of one figure, in ms, and the most runs for a figure. */
const PATIENCE = 1500;
const RUNS = 400;
const LENS_RUNS = 5;

/** Measures texts with many requests, in this process and through the worker. */
export async function httpSection(builds: Builds): Promise<void> {
  parsing();
  await lenses(builds);
}

/** The median duration of a few calls, in ms. */
function measured(call: (run: number) => void): number {
  let run = 0;
  const warm = performance.now() + WARM_UP;
  do call(run++);
  while (performance.now() < warm);
  const durations: number[] = [];
  const deadline = performance.now() + PATIENCE;
  for (; durations.length < RUNS && performance.now() < deadline; run++) {
    const start = performance.now();
    call(run);
    durations.push(performance.now() - start);
  }
  return median(durations);
}

function* texts(sizes: readonly number[]): Generator<{ size: number; name: string; text: string }> {
  for (const size of sizes) {
    for (const [name, lineBreak] of Object.entries(LINE_BREAKS)) yield { size, name, text: httpText(size, lineBreak) };
  }
}

const megabytesPerSecond = (text: string, duration: number): number => Buffer.byteLength(text) / 1000 / duration;

function parsing(): void {
  const rows: string[][] = [];
  for (const { size, name, text } of texts(SIZES)) {
    const heap = heapOf(text);
    const full = measured(() => parse(text));
    const document = OpenDocument.create("file:///x.http", "http", 0, text);
    const lines = document.model.lineCount;
    const edit = measured((run) => {
      type(document, lines >> 1, run);
    });
    let follows = document.model;
    const follow = measured((run) => {
      type(document, lines >> 1, run);
      follows = document.model;
    });
    rows.push([
      `${bytes(size)} ${name}`,
      (Buffer.byteLength(text) / 1e6).toFixed(2),
      ms(full),
      megabytesPerSecond(text, full).toFixed(0),
      ((1e6 * full) / size).toFixed(0),
      edit.toFixed(3),
      follow.toFixed(3),
      (heap / follows.blocks.length).toFixed(0),
    ]);
  }
  printTable(
    "Model of a text (aim: at least 100 MB/s, flat per request)",
    ["requests", "MB", "parse, ms", "MB/s", "ns/request", "edit of text, ms", "and of model, ms", "heap, B/request"],
    rows,
  );
}

/** Inserts or deletes one character at the start of a line. */
function type(document: OpenDocument, line: number, run: number): void {
  const start = { line, character: 0 };
  const isOut = run % 2 === 1;
  const range = { start, end: isOut ? { line, character: 1 } : start };
  OpenDocument.update(document, [{ range, text: isOut ? "" : "x" }], run);
}

/** The memory of a text's model, in bytes. */
function heapOf(text: string): number {
  parse(text); // also flattens the text
  const before = heapUsed();
  const model = parse(text);
  const heap = heapUsed() - before;
  return model.blocks.length > 0 ? heap : NaN;
}

/** Memory after garbage collection, in bytes, including memory outside the heap. */
function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let round = 0; round < 3; round++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function lenses(builds: Builds): Promise<void> {
  const rows: string[][] = [];
  for (const { size, name, text } of texts(SIZES)) {
    const { lsp, packed, memory } = await lensRun(builds, text, size >= 100_000 ? 3 : LENS_RUNS);
    const columns = ({ opens, edits, size: answer }: LensTimes): string[] => [
      ms(median(opens)),
      ms(median(edits)),
      bytes(answer),
    ];
    rows.push([`${bytes(size)} ${name}`, ...columns(packed), ...columns(lsp), memory?.rss.toFixed(0) ?? "–"]);
  }
  const asked = (by: string): string[] => [`${by}: open, ms`, "edit, ms", "answer, bytes"];
  printTable(
    "Code lenses through the worker over stdio (aim at 10 000 requests: 100 ms from open, 15 ms after an edit)",
    ["requests", ...asked("our client"), ...asked("any editor"), "RSS after, MB"],
    rows,
  );
}
