import type { Range } from "../../../../common/protocol/documents.ts";
import { credentialsOf, isBearer, withoutBearer } from "../facts/authorization.ts";
import type { KnownToken } from "../facts/knowledge.ts";
import { type BlockView, RequestView } from "../facts/requestView.ts";
import { type Definition, soleVariable } from "../facts/variables.ts";
import { hasRequest } from "../parse/model.ts";
import type { Context } from "./finding.ts";

/** A token that is known and stands in the text itself. */
export type LiteralToken = Place & {
  readonly known: KnownToken;
  readonly token: string;
  readonly range: Range;
  /** Of the variable, or of the request line. */
  readonly line: number;
};

type Place = { readonly definition: Definition } | { readonly request: RequestView };

/** The known tokens that a block holds: in variables, which may hold the scheme too, and in its `Authorization` header. */
export function literalTokens(
  { document, block, definitions }: BlockView,
  { knowledge, known }: Context,
): LiteralToken[] {
  if (knowledge.held.tokens.length === 0) return [];
  const tokens: LiteralToken[] = [];
  for (const definition of definitions) {
    const token = withoutBearer(definition.value);
    const held = known(token);
    if (held) tokens.push({ known: held, token, range: definition.valueRange, line: definition.line, definition });
  }
  if (!hasRequest(block) || !block.request.authorization) return tokens;
  const request = new RequestView(document, block);
  const header = block.request.authorization;
  const credentials = credentialsOf(request, header);
  if (!isBearer(credentials) || soleVariable(credentials.rest) !== undefined) return tokens;
  const held = known(credentials.rest);
  if (!held) return tokens;
  const { line } = request;
  tokens.push({ known: held, token: credentials.rest, range: request.rangeOf(header.value), line, request });
  return tokens;
}
