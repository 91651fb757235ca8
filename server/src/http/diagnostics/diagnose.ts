import { tokenLookup } from "../facts/knowledge.ts";
import type { Knowledge } from "../facts/knowledge.ts";
import { hasRequest } from "../parse/model.ts";
import type { Block, HttpDocument } from "../parse/model.ts";
import { headersOf } from "../facts/request.ts";
import { variablesOf } from "../facts/variables.ts";
import { apiKeyLiteral, apiKeyPlaceholder } from "./apiKeyLiteral.ts";
import { duplicateAuthorization } from "./duplicateAuthorization.ts";
import { expiredTokens } from "./expiredToken.ts";
import type { Context, Finding, RequestContext } from "./finding.ts";
import { invalidForwardedFor } from "./forwardedFor.ts";
import { insecureAuthorization } from "./insecureAuthorization.ts";
import { unreadableRequestLine } from "./requestLine.ts";
import { mixedHeaderOptions } from "./mixedHeaderOptions.ts";
import { trackedTokens } from "./trackedToken.ts";
import { unknownProfile } from "./unknownProfile.ts";

const BLOCK_RULES: readonly ((context: Context, block: Block) => Finding[])[] = [
  unknownProfile,
  expiredTokens,
  trackedTokens,
  unreadableRequestLine,
];

const REQUEST_RULES: readonly ((context: RequestContext) => Finding[])[] = [
  apiKeyLiteral,
  apiKeyPlaceholder,
  insecureAuthorization,
  duplicateAuthorization,
  mixedHeaderOptions,
  invalidForwardedFor,
];

/** Everything there is to tell about some blocks of a document, by all rules. */
export function findingsIn(
  document: HttpDocument,
  uri: string,
  knowledge: Knowledge,
  blocks: readonly Block[] = document.blocks,
): Finding[] {
  const context = {
    document,
    uri,
    knowledge,
    isTracked: knowledge.tracked?.has(uri) ?? false,
    variables: variablesOf(document),
    known: tokenLookup(knowledge),
  };
  const findings: Finding[] = [];
  for (const block of blocks) {
    for (const rule of BLOCK_RULES) findings.push(...rule(context, block));
    if (!hasRequest(block)) continue;
    const headers = headersOf(document, block);
    if (headers.length === 0 && !block.request.curl) continue;
    const request = { ...context, block, headers, line: block.line + block.request.line.line };
    for (const rule of REQUEST_RULES) findings.push(...rule(request));
  }
  return findings;
}
