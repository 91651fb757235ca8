import { tokenDigest } from "../../../../common/digest.ts";
import type { HeldTokens } from "../../../../common/protocol/settings.ts";
import { isTokenPlaceholder } from "../../../../common/tokenVariables.ts";
import type { HeaderSpan } from "../parse/model.ts";
import { credentialsOf, isBearer, tokenIn, withoutBearer } from "./authorization.ts";
import { tokensWith } from "./digest.ts";
import type { KnownToken } from "./analysisContext.ts";
import type { RequestView } from "./requestView.ts";
import { type Definition, soleVariable, variablesOf } from "./variables.ts";

/**
 * Is a variable one for tokens, or does it hold a known one, itself or by naming a variable that does? It may hold the
 * header's name and the scheme too. An empty one holds nothing.
 */
export function isForToken(
  { document, name, value, line }: Definition,
  known: (token: string) => KnownToken | undefined,
): boolean {
  const token = withoutBearer(value.replace(/^authorization\s*:\s*/i, ""));
  if (token === "") return false;
  if (isTokenPlaceholder(name) || known(token) !== undefined) return true;
  const resolved = token.includes("{{") ? variablesOf(document).expand(token, line) : undefined;
  return resolved !== undefined && known(withoutBearer(resolved)) !== undefined;
}

/** Tells whether a request carries an Argus token; without a header, the one that counts is checked. */
export type TokenPredicate = (request: RequestView, header?: HeaderSpan | null) => boolean;

/**
 * Tells requests that carry an Argus token, or a placeholder for one, from those with any other `Authorization`.
 * @param held tokens known by their digests
 * @param inserted a token that counts as known although it may not be among them yet
 */
export function carriesArgusToken(held: HeldTokens, inserted?: string): TokenPredicate {
  const digests = new Set(held.tokens.map((token) => token.digest));
  if (inserted !== undefined) digests.add(tokenDigest(inserted));
  const isKnown = tokensWith(digests);

  return (request, header = request.authorization) => {
    if (!request.request.acceptsHeader || !header) return false;
    const credentials = credentialsOf(request, header);
    if (!isBearer(credentials)) return false;
    const variable = soleVariable(credentials.rest);
    if (variable !== undefined && isTokenPlaceholder(variable)) return true;
    return isKnown(tokenIn(request, header) ?? "");
  };
}
