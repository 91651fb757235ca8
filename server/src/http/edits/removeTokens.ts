import type { RemoveTokensValue, TextEdit } from "../../../../common/protocol/documents.ts";
import { carriesArgusToken, isForToken } from "../facts/carriers.ts";
import { tokenLookup } from "../facts/knowledge.ts";
import type { Knowledge } from "../facts/knowledge.ts";
import { type RequestView, requestsOf } from "../facts/requestView.ts";
import { definitionsIn } from "../facts/variables.ts";
import type { HttpDocument } from "../parse/model.ts";
import { removeAll } from "./lineEdits.ts";
import type { PlacedHeader } from "./lineEdits.ts";
import { unusedVariable } from "./unusedVariable.ts";

/**
 * The edits that take Argus tokens out of a document: the `Authorization` headers that carry one or a placeholder for
 * one, and the lines of variables that are for tokens or hold one. Nothing else goes, and edits do not touch each other.
 */
export function removeTokens(document: HttpDocument, knowledge: Knowledge): Omit<RemoveTokensValue, "version"> {
  const known = tokenLookup(knowledge);
  const carries = carriesArgusToken(knowledge.held);
  const definitions = document.blocks
    .flatMap((block) => definitionsIn(document, block))
    .filter((definition) => isForToken(definition, known))
    .map(({ range }) => range);
  const headers = requestsOf(document).flatMap((request): PlacedHeader[] => {
    if (!request.authorization) return [];
    const carriers = request.headersNamed("Authorization").filter(({ span }) => carries(request, span));
    return carriers.map(({ span }) => ({ block: request.block, span }));
  });
  return { edits: removeAll(document, definitions, headers), count: definitions.length + headers.length };
}

/** Takes a request's token away: its first `Authorization` header, and the variable that it alone used. */
export function removeToken(request: RequestView): TextEdit[] {
  const span = request.authorization;
  if (!span) return [];
  const unused = unusedVariable(request);
  return removeAll(request.document, unused ? [unused.range] : [], [{ block: request.block, span }]);
}
