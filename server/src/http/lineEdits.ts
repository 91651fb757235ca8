import type { Range, TextEdit } from "../protocol.ts";
import { rangeOf } from "./model.ts";
import type { Block, HttpDocument, VariableSpan } from "./model.ts";
import { lineAt } from "./places.ts";
import { BOM } from "./text.ts";

/**
 * Takes away the lines that a range fills, with their line breaks.
 * @returns `undefined` where other text stands in them: a header that is a command's argument
 */
export function removeLines(document: HttpDocument, { start, end }: Range): TextEdit | undefined {
  const first = lineAt(document, start.line);
  const last = lineAt(document, end.line);
  if (!first || !last) return undefined;
  const { text } = document;
  const from = first.start === 0 && text.charCodeAt(0) === BOM ? 1 : 0;
  const before = text.slice(first.start + from, first.start + start.character);
  const behind = text.slice(last.start + end.character, last.end);
  if (before.trim() !== "" || behind.trim() !== "") return undefined;
  if (last.lineBreak !== "") return remove(start.line, from, end.line + 1, 0);
  // The last line has no break of its own: the one before it goes.
  const above = start.line > 0 ? lineAt(document, start.line - 1) : undefined;
  const lastCharacter = last.end - last.start;
  if (!above) return remove(start.line, from, end.line, lastCharacter);
  return remove(start.line - 1, above.end - above.start, end.line, lastCharacter);
}

/** The lines of an `@name = value`. */
export function definitionRange(block: Block, { name, value }: VariableSpan): Range {
  const { start } = rangeOf(block, name);
  return { start: { line: start.line, character: start.character - 1 }, end: rangeOf(block, value).end };
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
