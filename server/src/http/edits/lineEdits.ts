import type { Range, TextEdit } from "../../../../common/protocol/documents.ts";
import { rangeOf } from "../parse/model.ts";
import type { Block, HeaderSpan, HttpDocument } from "../parse/model.ts";
import { allLines, lineAt } from "../facts/lineLookup.ts";
import type { Line } from "../facts/lineLookup.ts";
import type { BlockView } from "../facts/requestView.ts";
import { BOM } from "../parse/text.ts";

/** Up to this many lines are looked up one by one; for more, one pass over the text is faster. */
const FEW_PLACES = 8;

/** Removes the lines that a range covers, with their line breaks. */
export function removeLines(
  document: HttpDocument,
  { start, end }: Range,
  find = (line: number): Line | undefined => lineAt(document, line),
): TextEdit {
  const last = find(end.line) ?? { start: 0, end: 0, lineBreak: "" };
  const from = start.line === 0 && document.text.charCodeAt(0) === BOM ? 1 : 0;
  const above = start.line > 0 ? find(start.line - 1) : undefined;
  // A CR above and an LF below would merge into one line break.
  const wouldJoin = above?.lineBreak === "\r" && document.text.startsWith("\n", last.end + last.lineBreak.length);
  if (last.lineBreak !== "" && !wouldJoin) return remove(start.line, from, end.line + 1, 0);
  // The last line has no break of its own, so the one before it is removed.
  const lastCharacter = last.end - last.start;
  if (!above) return remove(start.line, from, end.line, lastCharacter);
  return remove(start.line - 1, above.end - above.start, end.line, lastCharacter);
}

/** A header and the block it is in. */
export interface HeaderInBlock {
  readonly block: Block;
  readonly span: HeaderSpan;
}

/**
 * Removes the lines of definitions and headers, which do not overlap, and header options of a command. Adjacent lines
 * are removed together, so that at the end of a text the break above goes too.
 */
export function removeAll(
  document: HttpDocument,
  definitions: readonly Range[],
  headers: readonly HeaderInBlock[],
): TextEdit[] {
  const lines = headers.filter(({ span }) => !span.option).map(({ block, span }) => rangeOf(block, span.field));
  const options = headers.filter(({ span }) => span.option);
  const ranges = [...definitions, ...lines];
  const joined: Range[] = [];
  for (const range of ranges.sort((a, b) => a.start.line - b.start.line)) {
    const last = joined.at(-1);
    if (last && range.start.line === last.end.line + 1)
      joined[joined.length - 1] = { start: last.start, end: range.end };
    else joined.push(range);
  }
  const find = joined.length > FEW_PLACES ? allLines(document) : undefined;
  return [
    ...joined.map((range) => removeLines(document, range, find)),
    ...options.map(({ block, span }) => removeHeader({ document, block }, span)),
  ];
}

/** Removes a header: its lines, or its option in a command. */
export function removeHeader(
  { document, block }: Pick<BlockView, "document" | "block">,
  { field, option }: HeaderSpan,
): TextEdit {
  return option ? { range: rangeOf(block, option), newText: "" } : removeLines(document, rangeOf(block, field));
}

function remove(startLine: number, startCharacter: number, endLine: number, endCharacter: number): TextEdit {
  return {
    range: {
      start: { line: startLine, character: startCharacter },
      end: { line: endLine, character: endCharacter },
    },
    newText: "",
  };
}
