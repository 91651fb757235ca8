import type { Block, HttpDocument } from "../parse/model.ts";
import { endOfLine, lineBreakAt } from "../parse/text.ts";
import type { LineBreak } from "../parse/text.ts";

/** The index of the last item at or above a line; 0 if all are below it. The items are sorted. */
export function lastAtOrBefore(items: readonly { readonly line: number }[], line: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((items[middle]?.line ?? 0) <= line) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The block that contains a line, or `undefined` if the document has no such line. */
export function blockAt(document: HttpDocument, line: number): Block | undefined {
  const isLine = line >= 0 && line < document.lineCount;
  return isLine ? document.blocks[lastAtOrBefore(document.blocks, line)] : undefined;
}

/** UTF-16 offsets of a line's start and of its line break (or the end of the text). */
export interface Line {
  start: number;
  end: number;
  lineBreak: LineBreak;
}

/** Finds one line, reading no more than its block. */
export function lineAt(document: HttpDocument, line: number): Line | undefined {
  const block = blockAt(document, line);
  if (!block) return undefined;
  const { text } = document;
  let start = block.offset;
  let end = endOfLine(text, start);
  for (let skip = line - block.line; skip > 0; skip--) {
    start = end + lineBreakAt(text, end).length;
    end = endOfLine(text, start);
  }
  return { start, end, lineBreak: lineBreakAt(text, end) };
}

/** Finds lines by number after one pass over the text; for callers that need many. */
export function allLines({ text }: HttpDocument): (line: number) => Line | undefined {
  const lines: Line[] = [];
  for (let start = 0, last: Line | undefined; last?.lineBreak !== ""; start = last.end + last.lineBreak.length) {
    const end = endOfLine(text, start);
    last = { start, end, lineBreak: lineBreakAt(text, end) };
    lines.push(last);
  }
  return (line) => lines[line];
}

/** The line break of the document's first line; `\n` if there is only one line. */
export function lineBreakOf(document: HttpDocument): LineBreak {
  return lineBreakAt(document.text, endOfLine(document.text, 0)) || "\n";
}
