import type { Range, TextEdit } from "../../protocol.ts";
import { carriesArgusToken, isForToken } from "../facts/carriers.ts";
import { tokenLookup } from "../facts/knowledge.ts";
import type { Knowledge } from "../facts/knowledge.ts";
import { definitionRange, removeHeader, removeLines } from "./lineEdits.ts";
import { hasRequest, rangeOf } from "../parse/model.ts";
import type { HttpDocument, RequestBlock } from "../parse/model.ts";
import { headersOf } from "../facts/request.ts";

/**
 * The edits that take Argus tokens out of a document: the `Authorization` headers that carry one or a placeholder for
 * one, and the lines of variables that are for tokens or hold one. Nothing else goes, and edits do not touch each other.
 */
export function removeTokens(document: HttpDocument, knowledge: Knowledge): TextEdit[] {
  const known = tokenLookup(knowledge);
  const carries = carriesArgusToken(document, "", knowledge.held);
  const ranges: Range[] = [];
  const options: TextEdit[] = [];
  for (const block of document.blocks) {
    for (const variable of block.variables) {
      if (isForToken(document, block, variable, known)) ranges.push(definitionRange(block, variable));
    }
    if (!hasRequest(block) || !block.request.authorization) continue;
    for (const { name, span } of headersOf(document, block)) {
      if (!/^authorization$/i.test(name) || !carries(block, span)) continue;
      if (span.option) options.push(removeHeader(document, block, span));
      else ranges.push(rangeOf(block, span.field));
    }
  }
  return [...joinAdjacent(ranges).map((range) => removeLines(document, range)), ...options];
}

/** Takes the first `Authorization` header away; `undefined` where there is none. */
export function removeAuthorization(document: HttpDocument, block: RequestBlock): TextEdit | undefined {
  const header = block.request.authorization;
  return header ? removeHeader(document, block, header) : undefined;
}

/** Lines that follow each other go as one piece: at the end of a text it takes the break above with it. */
function joinAdjacent(ranges: readonly Range[]): Range[] {
  const joined: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start.line - b.start.line)) {
    const last = joined.at(-1);
    if (last && range.start.line === last.end.line + 1)
      joined[joined.length - 1] = { start: last.start, end: range.end };
    else joined.push(range);
  }
  return joined;
}
