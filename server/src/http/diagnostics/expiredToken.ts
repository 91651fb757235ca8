import * as l10n from "@vscode/l10n";
import { removeLines } from "../edits/lineEdits.ts";
import { removeToken } from "../edits/removeTokens.ts";
import type { BlockView } from "../facts/requestView.ts";
import type { HttpDocument } from "../parse/model.ts";
import { edit } from "./finding.ts";
import type { Context, Finding, Fix } from "./finding.ts";
import { literalTokens } from "./literalTokens.ts";
import type { LiteralToken } from "./literalTokens.ts";

/** Literal tokens, in a header or a variable, that are known to have expired. In a tracked file there is more to say. */
export function expiredTokens(block: BlockView, context: Context): Finding[] {
  const { document, uri, knowledge, isTracked } = context;
  if (isTracked) return [];
  const expired = literalTokens(block, context).filter(({ known }) => known.expiresAt <= knowledge.now);
  return expired.map((literal) => ({
    code: "expired-token",
    severity: "information",
    range: literal.range,
    message: l10n.t("This token of the Argus profile “{0}” has expired.", literal.known.profile),
    fixes: () => fixesFor(document, uri, literal),
  }));
}

function fixesFor(document: HttpDocument, uri: string, literal: LiteralToken): Fix[] {
  const { line } = literal;
  const refresh: Fix = {
    title: l10n.t("Refresh all Argus tokens in this file"),
    command: { title: l10n.t("Refresh Tokens"), command: "argus.refreshTokens", arguments: [uri, line] },
  };
  if ("definition" in literal) {
    const removal = removeLines(document, literal.definition.range);
    return [refresh, ...edit(l10n.t("Remove the variable"), removal)];
  }
  return [
    {
      title: l10n.t("Get a new Argus token"),
      command: { title: l10n.t("Insert Token"), command: "argus.insertToken", arguments: [uri, line] },
      isPreferred: true,
    },
    refresh,
    { title: l10n.t("Remove the expired token"), edits: removeToken(literal.request) },
  ];
}
