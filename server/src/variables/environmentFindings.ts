import * as l10n from "@vscode/l10n";
import { isPrivateEnvironmentFile } from "../../../common/environmentFiles.ts";
import { committedKeyMessage, storeKeyFix } from "../http/diagnostics/apiKeyLiteral.ts";
import type { Finding } from "../http/diagnostics/finding.ts";
import { type AnalysisContext, tokenLookup } from "../http/facts/analysisContext.ts";
import { findTokens, type FoundToken } from "../http/facts/knownTokens.ts";
import type { EnvironmentVariable } from "./environmentFile.ts";
import { apiKeysOf, type EnvironmentDocument, removeValue } from "./environmentKeys.ts";

/**
 * API keys in an environment file that is shared, and known tokens in one that git tracks. Messages quote no values.
 */
export function environmentFindings(document: EnvironmentDocument, analysis: AnalysisContext): Finding[] {
  const { uri, text } = document;
  const isTracked = analysis.tracked?.has(uri) ?? false;
  const keys = isPrivateEnvironmentFile(uri) && !isTracked ? [] : apiKeysOf(document);
  const tokens = isTracked ? findTokens(text, 0, text.length, tokenLookup(analysis)) : [];
  return [
    ...keys.map((key) => keyFinding(document, key, isTracked)),
    ...[...tokens].map((token) => tokenFinding(document, token)),
  ];
}

function keyFinding(document: EnvironmentDocument, key: EnvironmentVariable, isTracked: boolean): Finding {
  const range = document.rangeOf(key.offset, key.length);
  return {
    code: "argus-api-key-literal",
    severity: "warning",
    range,
    message: isTracked
      ? committedKeyMessage()
      : l10n.t(
          "This file contains an API key in plain text, and such files are usually committed. Store the key in a profile, or move it to http-client.private.env.json and let git ignore that file.",
        ),
    fixes: () => [
      storeKeyFix(document.uri, range.start.line),
      { title: l10n.t("Remove the key"), edits: [removeValue(document, key)] },
    ],
  };
}

function tokenFinding(document: EnvironmentDocument, { known, start, end }: FoundToken): Finding {
  const range = document.rangeOf(start, end - start);
  return {
    code: "token-in-tracked-file",
    severity: "warning",
    range,
    message: l10n.t(
      "Git tracks this file, which contains a token of the Argus profile “{0}”. A commit keeps the token, and the user's name in it.",
      known.profile,
    ),
    fixes: () => [{ title: l10n.t("Remove the token"), edits: [{ range, newText: "" }] }],
  };
}
