import * as l10n from "@vscode/l10n";
import { removeToken } from "../edits/removeTokens.ts";
import { type TokenOccurrence, tokenOccurrences } from "../facts/tokenOccurrences.ts";
import type { BlockView } from "../facts/requestView.ts";
import { edit } from "./finding.ts";
import type { RuleContext, Finding, Fix } from "./finding.ts";
import { removeVariable } from "./removeVariable.ts";

/** Tokens in the text that are known to have expired. `trackedTokens` covers files that git tracks. */
export function expiredTokens(block: BlockView, context: RuleContext): Finding[] {
  const { uri, analysis, isTracked, known } = context;
  if (isTracked || analysis.held.tokens.length === 0) return [];
  const expired = tokenOccurrences(block, known).filter((text) => text.known.expiresAt <= analysis.now);
  return expired.map((text) => ({
    code: "expired-token",
    severity: "information",
    range: text.range,
    message:
      text.known.isEndAssumed === true
        ? l10n.t("This token of the Argus profile “{0}” has probably expired.", text.known.profile)
        : l10n.t("This token of the Argus profile “{0}” has expired.", text.known.profile),
    fixes: () => fixesFor(uri, text),
  }));
}

function fixesFor(uri: string, { within, range }: TokenOccurrence): Fix[] {
  const refreshAt = (line: number): Fix => ({
    title: l10n.t("Refresh all Argus tokens in this file"),
    command: { title: l10n.t("Refresh Tokens"), command: "argus.refreshTokens", arguments: [uri, line] },
  });
  switch (within.kind) {
    case "definition": {
      const { definition } = within;
      return [refreshAt(definition.line), removeVariable(definition, l10n.t("Remove the expired token"))];
    }
    case "authorization": {
      const { line } = within.request;
      return [
        {
          title: l10n.t("Get a new Argus token"),
          command: { title: l10n.t("Insert Token"), command: "argus.insertToken", arguments: [uri, line] },
          isPreferred: true,
        },
        refreshAt(line),
        { title: l10n.t("Remove the expired token"), edits: removeToken(within.request) },
      ];
    }
    case "elsewhere":
      return [refreshAt(range.start.line), ...edit(l10n.t("Remove the expired token"), { range, newText: "" })];
  }
}
