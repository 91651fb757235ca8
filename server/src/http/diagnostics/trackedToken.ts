import * as l10n from "@vscode/l10n";
import { authorizationEdits } from "../edits/edits.ts";
import { removeLines } from "../edits/lineEdits.ts";
import { knownTokenReference } from "../edits/placeholders.ts";
import { removeToken } from "../edits/removeTokens.ts";
import { type HeldText, heldTexts } from "../facts/heldText.ts";
import type { BlockView } from "../facts/requestView.ts";
import { edit, replaceWithReference } from "./finding.ts";
import type { Context, Finding, Fix } from "./finding.ts";

/** Known tokens in a file that git tracks, live or expired: a commit keeps them, with the user's name in them. */
export function trackedTokens(block: BlockView, context: Context): Finding[] {
  if (!context.isTracked) return [];
  if (context.knowledge.held.tokens.length === 0) return [];
  return heldTexts(block, context.known).map((literal) => ({
    code: "token-in-tracked-file",
    severity: "warning",
    range: literal.range,
    message:
      literal.known.expiresAt <= context.knowledge.now
        ? l10n.t(
            "Git tracks this file, which contains an expired token of the Argus profile “{0}”. A commit keeps the token, and the user's name in it.",
            literal.known.profile,
          )
        : l10n.t(
            "Git tracks this file, which contains a live token of the Argus profile “{0}”. A commit keeps the token, and anyone who gets it can use it until it expires.",
            literal.known.profile,
          ),
    fixes: () => fixesFor(block, context, literal),
  }));
}

/** The reference is for the token's own profile, so that what is sent stays the same; it needs no token. */
function fixesFor(block: BlockView, { document, knowledge }: Context, { known, token, range, place }: HeldText): Fix[] {
  const reference = knownTokenReference(block, known.profile, knowledge);
  switch (place.kind) {
    case "definition": {
      const newText = place.definition.value.replace(token, () => reference);
      return [
        ...replaceWithReference(reference, { range, newText }),
        ...edit(l10n.t("Remove the variable"), removeLines(document, place.definition.range)),
      ];
    }
    case "authorization":
      return [
        ...replaceWithReference(reference, ...authorizationEdits(place.request, reference)),
        { title: l10n.t("Remove the token"), edits: removeToken(place.request) },
      ];
    case "elsewhere":
      return [
        ...replaceWithReference(reference, { range, newText: reference }),
        { title: l10n.t("Remove the token"), edits: [{ range, newText: "" }] },
      ];
  }
}
