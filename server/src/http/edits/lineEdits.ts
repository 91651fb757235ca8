import type { Range, TextEdit } from "../../../../common/protocol/documents.ts";
import { rangeOf, textOf } from "../parse/model.ts";
import type { Block, HeaderSpan, HttpDocument, Span } from "../parse/model.ts";
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

/** A header, or another option of a command, and the block it is in. */
export interface HeaderInBlock {
  readonly block: Block;
  readonly span: Pick<HeaderSpan, "field" | "option">;
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
  const options = new Map<Block, Span[]>();
  for (const { block, span } of headers) {
    if (span.option) options.set(block, [...(options.get(block) ?? []), span.option]);
  }
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
    ...[...options].flatMap(([block, all]) => all.map((option) => removeOption({ document, block }, option, all))),
  ];
}

/**
 * Removes an option of a command. REST Client must not take the URL for the value of a flag before it.
 * @param all options that are removed from the command
 */
export function removeOption(
  { document, block }: Pick<BlockView, "document" | "block">,
  option: Span,
  all: readonly Span[] = [option],
): TextEdit {
  const range = rangeOf(block, option);
  const { options = [], substitute = "" } = block.request?.curl?.urlGuard ?? {};
  const isLast = options.at(-1)?.start === option.start;
  if (!isLast || !options.every(({ start }) => all.some((one) => one.start === start))) return { range, newText: "" };
  const [lead = ""] = /^[\s\\^]*/.exec(textOf(document, block, option)) ?? [];
  // The last of several letters, as in `-sH`, has no space before it.
  const isOneOfLetters = lead === "" && !/\s/.test(document.text.charAt(block.offset + option.start - 1));
  return { range, newText: (isOneOfLetters ? " " : lead) + substitute };
}

/** Removes a header: its lines, or its option in a command. */
export function removeHeader(
  view: Pick<BlockView, "document" | "block">,
  { field, option }: HeaderInBlock["span"],
): TextEdit {
  return option ? removeOption(view, option) : removeLines(view.document, rangeOf(view.block, field));
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
