import type { Range, TextEdit } from "../../../../common/protocol/documents.ts";
import { rangeOf } from "../parse/model.ts";
import type { Block, HeaderSpan, HttpDocument } from "../parse/model.ts";
import { allLines, lineAt } from "../facts/lineLookup.ts";
import type { Line } from "../facts/lineLookup.ts";
import type { BlockView } from "../facts/requestView.ts";
import { BOM } from "../parse/text.ts";

/** So many places are found in the time that it takes to read their blocks, more in the time that the text takes. */
const FEW_PLACES = 8;

/** Takes away the lines that a range fills, with their line breaks. */
export function removeLines(
  document: HttpDocument,
  { start, end }: Range,
  find = (line: number): Line | undefined => lineAt(document, line),
): TextEdit {
  const last = find(end.line) ?? { start: 0, end: 0, lineBreak: "" };
  const from = start.line === 0 && document.text.charCodeAt(0) === BOM ? 1 : 0;
  const above = start.line > 0 ? find(start.line - 1) : undefined;
  // A CR above and a LF below would become one break.
  const wouldJoin = above?.lineBreak === "\r" && document.text.startsWith("\n", last.end + last.lineBreak.length);
  if (last.lineBreak !== "" && !wouldJoin) return remove(start.line, from, end.line + 1, 0);
  // The last line has no break of its own: the one before it goes.
  const lastCharacter = last.end - last.start;
  if (!above) return remove(start.line, from, end.line, lastCharacter);
  return remove(start.line - 1, above.end - above.start, end.line, lastCharacter);
}

/** A header and whose it is. */
export interface HeaderInBlock {
  readonly block: Block;
  readonly span: HeaderSpan;
}

/**
 * Takes away the lines of definitions and headers, which do not overlap, and headers that are options of a command. Lines
 * that follow each other go as one piece: at the end of a text it takes the break above with it.
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

/** Takes away a header: its lines, or the option of a command. */
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
