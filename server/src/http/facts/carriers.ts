import type { HeldTokens } from "../../../../common/protocol/settings.ts";
import { isTokenPlaceholder } from "../../../../common/tokenVariables.ts";
import { credentialsOf, isBearer, resolveCredentials, withoutBearer } from "./authorization.ts";
import { tokensWith } from "./digest.ts";
import type { KnownToken } from "./knowledge.ts";
import { textOf } from "../parse/model.ts";
import type { Block, HeaderSpan, HttpDocument, RequestBlock, VariableSpan } from "../parse/model.ts";
import { soleVariable, variablesOf } from "./variables.ts";

/** Is a variable one for tokens, or does it hold a known one? It may hold the scheme too. */
export function isForToken(
  document: HttpDocument,
  block: Block,
  { name, value }: VariableSpan,
  known: (token: string) => KnownToken | undefined,
): boolean {
  if (isTokenPlaceholder(textOf(document, block, name))) return true;
  return known(withoutBearer(textOf(document, block, value))) !== undefined;
}

/**
 * Tells the requests that carry an Argus token (this one, or one that is held) or a placeholder for one from those
 * that carry another bearer token, which is nobody's to replace. Without a header it looks at the one that counts.
 */
export function carriesArgusToken(
  document: HttpDocument,
  accessToken: string,
  held: HeldTokens,
): (block: RequestBlock, header?: HeaderSpan | null) => boolean {
  const variables = variablesOf(document);
  const isKnown = tokensWith(new Set(held.tokens.map((token) => token.digest)), [[accessToken, true]]);

  return (block, header = block.request.authorization) => {
    if (!block.request.acceptsHeader || !header) return false;
    const credentials = credentialsOf(document, block, header);
    if (!isBearer(credentials) || credentials.rest === "") return false;
    const variable = soleVariable(credentials.rest);
    if (variable !== undefined && isTokenPlaceholder(variable)) return true;
    const line = block.line + block.request.line.line;
    const resolved = resolveCredentials(document, variables, credentials, line);
    return resolved !== undefined && isBearer(resolved) && isKnown(resolved.rest);
  };
}
