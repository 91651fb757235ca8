import * as l10n from "@vscode/l10n";
import { authorizationEdits } from "../edits/edits.ts";
import { knownTokenReference } from "../edits/placeholders.ts";
import { removeToken } from "../edits/removeTokens.ts";
import { type TokenOccurrence, tokenOccurrences } from "../facts/tokenOccurrences.ts";
import type { KnownToken } from "../facts/analysisContext.ts";
import type { BlockView } from "../facts/requestView.ts";
import { replaceWithReference } from "./finding.ts";
import type { RuleContext, Finding, Fix } from "./finding.ts";
import { removeVariable } from "./removeVariable.ts";

/**
 * Known tokens, live or expired, in a file that git tracks: a commit keeps them, and the user name in them, for good.
 */
export function trackedTokens(block: BlockView, context: RuleContext): Finding[] {
  if (!context.isTracked) return [];
  if (context.analysis.held.tokens.length === 0) return [];
  return tokenOccurrences(block, context.known).map((literal) => ({
    code: "token-in-tracked-file",
    severity: "warning",
    range: literal.range,
    message: messageFor(literal.known, context.analysis.now),
    fixes: () => fixesFor(block, context, literal),
  }));
}

function messageFor({ profile, expiresAt, isEndAssumed }: KnownToken, now: number): string {
  if (expiresAt > now) {
    return l10n.t(
      "Git tracks this file, which contains a live token of the Argus profile “{0}”. A commit keeps the token, and anyone who gets it can use it until it expires.",
      profile,
    );
  }
  return isEndAssumed === true
    ? l10n.t(
        "Git tracks this file, which contains a token of the Argus profile “{0}” that may still be live. A commit keeps the token, and anyone who gets it can use it until it expires.",
        profile,
      )
    : l10n.t(
        "Git tracks this file, which contains an expired token of the Argus profile “{0}”. A commit keeps the token, and the user's name in it.",
        profile,
      );
}

/** The reference is to the token's own profile, so the request still sends the same token. */
function fixesFor(
  block: BlockView,
  { analysis }: RuleContext,
  { known, token, range, within }: TokenOccurrence,
): Fix[] {
  const reference = knownTokenReference(block, known.profile, analysis);
  switch (within.kind) {
    case "definition": {
      const newText = within.definition.value.replace(token, () => reference);
      const remove = removeVariable(within.definition, l10n.t("Remove the token"));
      return [...replaceWithReference(reference, { range, newText }), remove];
    }
    case "authorization":
      return [
        ...replaceWithReference(
          reference,
          ...authorizationEdits(within.request, within.request.header.valueWith(reference)),
        ),
        { title: l10n.t("Remove the token"), edits: removeToken(within.request) },
      ];
    case "elsewhere":
      return [
        ...replaceWithReference(reference, { range, newText: reference }),
        { title: l10n.t("Remove the token"), edits: [{ range, newText: "" }] },
      ];
  }
}
