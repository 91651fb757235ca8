import { LineCursor } from "../parse/cursor.ts";
import type { Block, HttpDocument } from "../parse/model.ts";
import { lineAt } from "./lineLookup.ts";
import { findPair, skipBlanks } from "../parse/text.ts";

/** The part of a block that a line is in. Scripts may come before and after the request. */
export type LineKind = "preamble" | "head" | "body" | "script";

/** A line without its line break. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
}

export interface BlockLine {
  readonly line: number;
  readonly kind: LineKind;
  readonly blank: boolean;
  /** Positioned on the line; it advances with the loop. */
  readonly cursor: LineCursor;
}

export function textLine(document: HttpDocument, line: number): TextLine | undefined {
  const found = lineAt(document, line);
  return found && { line, text: document.text.slice(found.start, found.end) };
}

/** Iterates over a block's lines, including the separator. `head` is the request line and everything up to the body. */
export function* linesOf(document: HttpDocument, block: Block): Generator<BlockLine> {
  const cursor = new LineCursor(document.text, block.offset, block.line);
  const end = block.line + block.lineCount;
  const head = block.request ? block.line + block.request.line.line : end;
  const body = block.request ? block.line + block.request.bodyLine : end;
  let closing: "%}" | "}}" | undefined;
  for (; !cursor.done && cursor.line < end; cursor.next()) {
    const { line } = cursor;
    const inHead = line >= head && line < body;
    closing ??= inHead ? undefined : scriptEnd(cursor);
    const kind = closing ? "script" : line < head ? "preamble" : inHead ? "head" : "body";
    yield { line, kind, blank: cursor.blank, cursor };
    if (closing && isClosed(cursor, closing)) closing = undefined;
  }
}

/** What ends the script that starts on this line: `< {%`, `> {%`, or a line `{{` or `{{@event`. */
function scriptEnd({ text, first, end }: LineCursor): "%}" | "}}" | undefined {
  const mark = text.charAt(first);
  if ((mark === "<" || mark === ">") && text.startsWith("{%", skipBlanks(text, first + 1, end))) return "%}";
  return mark === "{" && end - first < 100 && /^\{\{(?:[@+]\w*)?\s*$/.test(text.slice(first, end)) ? "}}" : undefined;
}

function isClosed({ text, first, end }: LineCursor, closing: "%}" | "}}"): boolean {
  if (closing === "%}") return findPair(text, "%}", first, end) >= 0;
  return text.startsWith("}}", first) && skipBlanks(text, first + 2, end) === end;
}
