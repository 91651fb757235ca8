import { tokenDigest } from "../../../../common/digest.ts";
import type { HeldTokens } from "../../../../common/protocol/settings.ts";
import { isTokenPlaceholder } from "../../../../common/tokenVariables.ts";
import { credentialsOf, isBearer, resolveCredentials, withoutBearer } from "./authorization.ts";
import { tokensWith } from "./digest.ts";
import type { KnownToken } from "./knowledge.ts";
import { textOf } from "../parse/model.ts";
import type { Block, HeaderSpan, HttpDocument, RequestBlock, VariableSpan } from "../parse/model.ts";
import { soleVariable, variablesOf } from "./variables.ts";

/** Is a variable one for tokens, or does it hold a known one, with or without its scheme? An empty one holds nothing. */
export function isForToken(
  document: HttpDocument,
  block: Block,
  { name, value }: VariableSpan,
  known: (token: string) => KnownToken | undefined,
): boolean {
  const token = withoutBearer(textOf(document, block, value));
  return token !== "" && (isTokenPlaceholder(textOf(document, block, name)) || known(token) !== undefined);
}

/** Tells whether a request carries an Argus token; without a header, the one that counts is checked. */
export type CarrierTest = (block: RequestBlock, header?: HeaderSpan | null) => boolean;

/**
 * Tells requests that carry an Argus token, or a placeholder for one, from those with any other `Authorization`.
 * @param held tokens known by their digests
 * @param inserted a token that counts as known although it may not be among them yet
 */
export function carriesArgusToken(document: HttpDocument, held: HeldTokens, inserted?: string): CarrierTest {
  const variables = variablesOf(document);
  const digests = new Set(held.tokens.map((token) => token.digest));
  if (inserted !== undefined) digests.add(tokenDigest(inserted));
  const isKnown = tokensWith(digests);

  return (block, header = block.request.authorization) => {
    if (!block.request.acceptsHeader || !header) return false;
    const credentials = credentialsOf(document, block, header);
    if (!isBearer(credentials)) return false;
    const variable = soleVariable(credentials.rest);
    if (variable !== undefined && isTokenPlaceholder(variable)) return true;
    const line = block.line + block.request.line.line;
    const resolved = resolveCredentials(document, variables, credentials, line);
    return resolved !== undefined && isBearer(resolved) && isKnown(resolved.rest);
  };
}
