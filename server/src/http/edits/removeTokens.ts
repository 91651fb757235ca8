import type { Range, RemoveTokensValue, TextEdit } from "../../../../common/protocol/documents.ts";
import { carriesArgusToken, isForToken } from "../facts/carriers.ts";
import { tokenLookup } from "../facts/knowledge.ts";
import type { Knowledge } from "../facts/knowledge.ts";
import { definitionRange, removeAll } from "./lineEdits.ts";
import type { PlacedHeader } from "./lineEdits.ts";
import { hasRequest } from "../parse/model.ts";
import type { HttpDocument, RequestBlock } from "../parse/model.ts";
import { unusedVariable } from "./unusedVariable.ts";
import { headersOf } from "../facts/request.ts";

/**
 * The edits that take Argus tokens out of a document: the `Authorization` headers that carry one or a placeholder for
 * one, and the lines of variables that are for tokens or hold one. Nothing else goes, and edits do not touch each other.
 */
export function removeTokens(document: HttpDocument, knowledge: Knowledge): Omit<RemoveTokensValue, "version"> {
  const known = tokenLookup(knowledge);
  const carries = carriesArgusToken(document, knowledge.held);
  const definitions: Range[] = [];
  const headers: PlacedHeader[] = [];
  for (const block of document.blocks) {
    for (const variable of block.variables) {
      if (isForToken(document, block, variable, known)) definitions.push(definitionRange({ block, variable }));
    }
    if (!hasRequest(block) || !block.request.authorization) continue;
    for (const { name, span } of headersOf(document, block)) {
      if (/^authorization$/i.test(name) && carries(block, span)) headers.push({ block, span });
    }
  }
  return { edits: removeAll(document, definitions, headers), count: definitions.length + headers.length };
}

/** Takes a request's token away: its first `Authorization` header, and the variable that it alone used. */
export function removeToken(document: HttpDocument, block: RequestBlock): TextEdit[] {
  const span = block.request.authorization;
  if (!span) return [];
  const unused = unusedVariable(document, block);
  return removeAll(document, unused ? [definitionRange(unused)] : [], [{ block, span }]);
}
