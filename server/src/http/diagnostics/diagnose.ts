import { tokenLookup } from "../facts/analysisContext.ts";
import type { AnalysisContext } from "../facts/analysisContext.ts";
import { profileSettings } from "../facts/requestProfile.ts";
import { blocksWithResponses } from "../facts/savedResponses.ts";
import { hasRequest } from "../parse/model.ts";
import type { Block, HttpDocument } from "../parse/model.ts";
import { BlockView, RequestView } from "../facts/requestView.ts";
import { apiKeyLiteral, apiKeyPlaceholder } from "./apiKeyLiteral.ts";
import { duplicateAuthorization } from "./duplicateAuthorization.ts";
import { expiredTokens } from "./expiredToken.ts";
import type { BlockRule, Finding, RequestRule } from "./finding.ts";
import { headerInBody } from "./headerInBody.ts";
import { invalidForwardedFor } from "./forwardedFor.ts";
import { insecureAuthorization } from "./insecureAuthorization.ts";
import { otherHeader } from "./otherHeader.ts";
import { otherHost } from "./otherHost.ts";
import { unreadableRequestLine } from "./requestLine.ts";
import { misplacedHeader } from "./misplacedHeader.ts";
import { mixedHeaderOptions } from "./mixedHeaderOptions.ts";
import { missingToken } from "./tokenReference.ts";
import { trackedTokens } from "./trackedToken.ts";
import { unknownMethod } from "./unknownMethod.ts";
import { unknownProfile } from "./unknownProfile.ts";

const BLOCK_RULES: readonly BlockRule[] = [unknownProfile, expiredTokens, trackedTokens, unreadableRequestLine];

const REQUEST_RULES: readonly RequestRule[] = [
  apiKeyLiteral,
  apiKeyPlaceholder,
  insecureAuthorization,
  otherHost,
  unknownMethod,
  duplicateAuthorization,
  misplacedHeader,
  headerInBody,
  otherHeader,
  mixedHeaderOptions,
  invalidForwardedFor,
  missingToken,
];

/** All findings of all rules in some blocks of a document. */
export function findingsIn(
  document: HttpDocument,
  uri: string,
  analysis: AnalysisContext,
  blocks: readonly Block[] = document.blocks,
): Finding[] {
  const context = {
    document,
    uri,
    analysis,
    isTracked: analysis.tracked?.has(uri) ?? false,
    known: tokenLookup(analysis),
  };
  const findings: Finding[] = [];
  const settings = profileSettings(analysis);
  const records = blocksWithResponses(document, uri);
  for (const block of blocks) {
    if (records.has(block)) continue;
    const view = new BlockView(document, block, settings);
    for (const rule of BLOCK_RULES) findings.push(...rule(view, context));
    if (!hasRequest(block)) continue;
    const request = new RequestView(document, block, settings);
    for (const rule of REQUEST_RULES) findings.push(...rule(request, context));
  }
  return findings;
}
