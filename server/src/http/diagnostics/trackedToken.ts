import * as l10n from "@vscode/l10n";
import { environmentVariable, type TextEdit } from "../../protocol.ts";
import { authorize } from "../edits/authorize.ts";
import { definitionRange, removeLines } from "../edits/lineEdits.ts";
import { removeToken } from "../edits/removeTokens.ts";
import { profileOf } from "../facts/request.ts";
import { textOf } from "../parse/model.ts";
import type { Block } from "../parse/model.ts";
import { edit, replaceWithReference } from "./finding.ts";
import type { Context, Finding, Fix } from "./finding.ts";
import { literalTokens } from "./literalTokens.ts";
import type { LiteralToken } from "./literalTokens.ts";

/** Known tokens in a file that git tracks, live or expired: a commit keeps them, with the user's name in them. */
export function trackedTokens(context: Context, block: Block): Finding[] {
  if (!context.isTracked) return [];
  return literalTokens(context, block).map((literal) => ({
    code: "token-in-tracked-file",
    severity: "warning",
    range: literal.range,
    message:
      literal.known.expiresAt <= context.knowledge.now
        ? l10n.t(
            "This expired token of the Argus profile “{0}” stands in a file that git tracks: a commit keeps it, and the user's name in it.",
            literal.known.profile,
          )
        : l10n.t(
            "This live token of the Argus profile “{0}” stands in a file that git tracks: a commit keeps it, and who gets it can use it until it expires.",
            literal.known.profile,
          ),
    fixes: () => fixesFor(context, literal),
  }));
}

function fixesFor(context: Context, literal: LiteralToken): Fix[] {
  const { document, knowledge } = context;
  if ("variable" in literal) {
    return [
      ...variableReference(context, literal),
      ...edit(l10n.t("Remove the variable"), removeLines(document, definitionRange(literal))),
    ];
  }
  const position = { line: literal.line, character: 0 };
  // The reference needs no token.
  const written = authorize(document, { position, accessToken: "none", style: "environment" }, knowledge.held);
  const [reference] = "edits" in written ? written.edits : [];
  return [
    ...replaceWithReference(templateIn(reference), reference),
    { title: l10n.t("Remove the token"), edits: removeToken(document, literal.request) },
  ];
}

/** What uses the variable goes on as before. Its token's profile is the one that the reference has to be for. */
function variableReference(
  { document, knowledge }: Context,
  { known, token, range, variable, block }: Extract<LiteralToken, { variable: unknown }>,
): Fix[] {
  const isNamed = profileOf(document, block) === known.profile;
  const isActive = knowledge.settings.activeProfile === known.profile;
  const template = `{{$processEnv ${environmentVariable(isActive && !isNamed ? undefined : known.profile)}}}`;
  const newText = textOf(document, block, variable.value).replace(token, () => template);
  return replaceWithReference(template, { range, newText });
}

function templateIn(reference: TextEdit | undefined): string {
  return /\{\{.*\}\}/.exec(reference?.newText ?? "")?.[0] ?? "";
}
