import type { TextEdit } from "../protocol.ts";
import { isTokenPlaceholder } from "../protocol.ts";
import { carriesArgusToken } from "./carriers.ts";
import { tokenLookup } from "./knowledge.ts";
import type { Knowledge } from "./knowledge.ts";
import { definitionRange, removeLines } from "./lineEdits.ts";
import { hasRequest, rangeOf, textOf } from "./model.ts";
import type { HttpDocument, RequestBlock } from "./model.ts";

/**
 * The edits that take Argus tokens out of a document: the `Authorization` header lines that carry one or a placeholder for
 * one, and the lines of variables that are for tokens or hold one. Nothing else goes, and edits do not touch each other.
 */
export function removeTokens(document: HttpDocument, knowledge: Knowledge): TextEdit[] {
  const known = tokenLookup(knowledge);
  const carries = carriesArgusToken(document, "", knowledge.held);
  const edits: (TextEdit | undefined)[] = [];
  for (const block of document.blocks) {
    for (const variable of block.variables) {
      const isToken =
        isTokenPlaceholder(textOf(document, block, variable.name)) || known(textOf(document, block, variable.value));
      if (isToken) edits.push(removeLines(document, definitionRange(block, variable)));
    }
    if (hasRequest(block) && carries(block)) edits.push(removeAuthorization(document, block));
  }
  return withoutOverlap(edits.filter((edit) => edit !== undefined));
}

/** Takes the first `Authorization` header away; `undefined` where its line holds more. */
export function removeAuthorization(document: HttpDocument, block: RequestBlock): TextEdit | undefined {
  const header = block.request.authorization;
  return header ? removeLines(document, rangeOf(block, header.field)) : undefined;
}

/** The last lines of a text without a final line break go with the break above them, which the edit before may have. */
function withoutOverlap(edits: readonly TextEdit[]): TextEdit[] {
  const result: TextEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.range.start.line - b.range.start.line)) {
    const last = result.at(-1);
    if (last && isBefore(edit.range.start, last.range.end))
      last.range = { start: last.range.start, end: edit.range.end };
    else result.push({ ...edit });
  }
  return result;
}

function isBefore(a: TextEdit["range"]["start"], b: TextEdit["range"]["start"]): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
