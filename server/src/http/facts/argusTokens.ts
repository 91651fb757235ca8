import { tokenDigest } from "../../../../common/digest.ts";
import type { HeldTokens } from "../../../../common/protocol/settings.ts";
import { isTokenPlaceholder } from "../../../../common/tokenVariables.ts";
import type { HeaderSpan } from "../parse/model.ts";
import { credentialsOf, mayBeToken, tokenIn, withoutBearer } from "./authorization.ts";
import { tokensWith } from "./digest.ts";
import type { KnownToken } from "./analysisContext.ts";
import type { RequestView } from "./requestView.ts";
import { type Definition, soleVariable, variablesOf } from "./variables.ts";

/**
 * Is this a token variable by name, or does it contain a known token, directly or through another variable? Its value
 * may include the header's name and the scheme. An empty variable does not count.
 */
export function isForToken(
  { document, name, value, line }: Definition,
  known: (token: string) => KnownToken | undefined,
): boolean {
  const token = withoutBearer(value.replace(/^[!#$%&'*+.^_`|~\w-]+[^\S\r\n]*:\s*/, ""));
  if (token === "") return false;
  if (isTokenPlaceholder(name) || known(token) !== undefined) return true;
  const resolved = token.includes("{{") ? variablesOf(document).expand(token, line) : undefined;
  return resolved !== undefined && known(withoutBearer(resolved)) !== undefined;
}

/** Does a request carry an Argus token? Checks the header that counts unless one is given. */
export type TokenPredicate = (request: RequestView, header?: HeaderSpan | null) => boolean;

/**
 * Tells requests with an Argus token, or a placeholder for one, from those with other credentials in its header.
 * @param held known tokens, by digest
 * @param inserted a token to treat as known too, before the session has it
 */
export function carriesArgusToken(held: HeldTokens, inserted?: string): TokenPredicate {
  const digests = new Set(held.tokens.map((token) => token.digest));
  if (inserted !== undefined) digests.add(tokenDigest(inserted));
  const isKnown = tokensWith(digests);

  return (request, header = request.authorization) => {
    if (!request.request.acceptsHeader || !header) return false;
    const credentials = credentialsOf(request, header);
    if (!mayBeToken(request, credentials)) return false;
    const variable = soleVariable(credentials.rest);
    if (variable !== undefined && isTokenPlaceholder(variable)) return true;
    return isKnown(tokenIn(request, header) ?? "");
  };
}
