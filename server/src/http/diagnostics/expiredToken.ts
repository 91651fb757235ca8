import * as l10n from "@vscode/l10n";
import { removeLines } from "../edits/lineEdits.ts";
import { removeToken } from "../edits/removeTokens.ts";
import { type HeldText, heldTexts } from "../facts/heldText.ts";
import type { BlockView } from "../facts/requestView.ts";
import { edit } from "./finding.ts";
import type { Context, Finding, Fix } from "./finding.ts";

/** Tokens in the text that are known to have expired. In a tracked file there is more to say. */
export function expiredTokens(block: BlockView, context: Context): Finding[] {
  const { uri, knowledge, isTracked, known } = context;
  if (isTracked || knowledge.held.tokens.length === 0) return [];
  const expired = heldTexts(block, known).filter((text) => text.known.expiresAt <= knowledge.now);
  return expired.map((text) => ({
    code: "expired-token",
    severity: "information",
    range: text.range,
    message: l10n.t("This token of the Argus profile “{0}” has expired.", text.known.profile),
    fixes: () => fixesFor(block, uri, text),
  }));
}

function fixesFor({ document }: BlockView, uri: string, { place, range }: HeldText): Fix[] {
  const refreshAt = (line: number): Fix => ({
    title: l10n.t("Refresh all Argus tokens in this file"),
    command: { title: l10n.t("Refresh Tokens"), command: "argus.refreshTokens", arguments: [uri, line] },
  });
  switch (place.kind) {
    case "definition": {
      const { definition } = place;
      const removal = removeLines(document, definition.range);
      return [refreshAt(definition.line), ...edit(l10n.t("Remove the variable"), removal)];
    }
    case "authorization": {
      const { line } = place.request;
      return [
        {
          title: l10n.t("Get a new Argus token"),
          command: { title: l10n.t("Insert Token"), command: "argus.insertToken", arguments: [uri, line] },
          isPreferred: true,
        },
        refreshAt(line),
        { title: l10n.t("Remove the expired token"), edits: removeToken(place.request) },
      ];
    }
    case "elsewhere":
      return [refreshAt(range.start.line), ...edit(l10n.t("Remove the expired token"), { range, newText: "" })];
  }
}
