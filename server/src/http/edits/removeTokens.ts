import type { Range, TextEdit } from "../../protocol.ts";
import { carriesArgusToken, isForToken } from "../facts/carriers.ts";
import { tokenLookup } from "../facts/knowledge.ts";
import type { Knowledge } from "../facts/knowledge.ts";
import { definitionRange, removeAllLines, removeHeader } from "./lineEdits.ts";
import { hasRequest, rangeOf } from "../parse/model.ts";
import type { HttpDocument, RequestBlock } from "../parse/model.ts";
import { headersOf } from "../facts/request.ts";

/**
 * The edits that take Argus tokens out of a document: the `Authorization` headers that carry one or a placeholder for
 * one, and the lines of variables that are for tokens or hold one. Nothing else goes, and edits do not touch each other.
 */
export function removeTokens(document: HttpDocument, knowledge: Knowledge): TextEdit[] {
  return tokenRemoval(document, knowledge).edits;
}

/** The same, and how many headers and variables it takes. */
export function tokenRemoval(document: HttpDocument, knowledge: Knowledge): { edits: TextEdit[]; count: number } {
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
  return { edits: [...removeAllLines(document, ranges), ...options], count: ranges.length + options.length };
}

/** Takes the first `Authorization` header away; `undefined` where there is none. */
export function removeAuthorization(document: HttpDocument, block: RequestBlock): TextEdit | undefined {
  const header = block.request.authorization;
  return header ? removeHeader(document, block, header) : undefined;
}
