import type { Range } from "../../../../common/protocol/documents.ts";
import { credentialsOf, isBearer, withoutBearer } from "../facts/authorization.ts";
import type { KnownToken } from "../facts/knowledge.ts";
import { soleVariable } from "../facts/variables.ts";
import { hasRequest, rangeOf, textOf } from "../parse/model.ts";
import type { Block, RequestBlock, VariableSpan } from "../parse/model.ts";
import type { Context } from "./finding.ts";

/** A token that is known and stands in the text itself. */
export type LiteralToken = Place & {
  readonly known: KnownToken;
  readonly token: string;
  readonly range: Range;
  /** Of the variable, or of the request line. */
  readonly line: number;
};

type Place = { readonly variable: VariableSpan; readonly block: Block } | { readonly request: RequestBlock };

/** The known tokens that a block holds: in variables, which may hold the scheme too, and in its `Authorization` header. */
export function literalTokens({ document, knowledge, known }: Context, block: Block): LiteralToken[] {
  if (knowledge.held.tokens.length === 0) return [];
  const tokens: LiteralToken[] = [];
  for (const variable of block.variables) {
    const token = withoutBearer(textOf(document, block, variable.value));
    const held = known(token);
    if (!held) continue;
    const line = block.line + variable.name.line;
    tokens.push({ known: held, token, range: rangeOf(block, variable.value), line, variable, block });
  }
  if (!hasRequest(block) || !block.request.authorization) return tokens;
  const header = block.request.authorization;
  const credentials = credentialsOf(document, block, header);
  if (!isBearer(credentials) || soleVariable(credentials.rest) !== undefined) return tokens;
  const held = known(credentials.rest);
  if (!held) return tokens;
  const line = block.line + block.request.line.line;
  tokens.push({ known: held, token: credentials.rest, range: rangeOf(block, header.value), line, request: block });
  return tokens;
}
