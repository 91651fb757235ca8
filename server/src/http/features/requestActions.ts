import * as l10n from "@vscode/l10n";
import type { Command } from "vscode-languageserver";
import type { InsertStyle } from "../../../../common/protocol/documents.ts";
import { tokenVariable } from "../../../../common/tokenVariables.ts";
import type { Fix } from "../diagnostics/finding.ts";
import { withHost } from "../facts/hostedRequest.ts";
import { authorizeRequest } from "../edits/authorize.ts";
import { isHeaderText } from "../edits/unsafeTokens.ts";
import { addHeader } from "../edits/edits.ts";
import type { WrittenToken } from "../edits/placeholders.ts";
import { removeToken } from "../edits/removeTokens.ts";
import { credentialsOf, tokenIn } from "../facts/authorization.ts";
import { type TokenPredicate, carriesArgusToken, isForToken } from "../facts/argusTokens.ts";
import { forwardedForOf, tokenLookup } from "../facts/analysisContext.ts";
import type { AnalysisContext } from "../facts/analysisContext.ts";
import { profileSettings } from "../facts/requestProfile.ts";
import { requestsOf, type RequestView } from "../facts/requestView.ts";
import { definitionsIn, soleVariable } from "../facts/variables.ts";
import type { HttpDocument } from "../parse/model.ts";

const STYLES: readonly { style: InsertStyle; title: () => string }[] = [
  { style: "literal", title: () => l10n.t("Write Argus Token as the token itself") },
  { style: "variable", title: () => l10n.t("Write Argus Token as a variable of the file") },
  { style: "environment", title: () => l10n.t("Write Argus Token as a reference to the environment") },
];

/** Actions for a request: insert, rewrite or remove its token, add `X-Forwarded-For`. */
export function requestActions(request: RequestView, uri: string, analysis: AnalysisContext): Fix[] {
  if (!request.request.acceptsHeader) return [];
  const carries = carriesArgusToken(analysis.held);
  const actions: Fix[] = [
    {
      title: carries(request) ? l10n.t("Replace Argus Token") : l10n.t("Insert Argus Token"),
      command: insertCommand(uri, request.line),
    },
  ];
  if (carries(request)) {
    actions.push(...conversions(withHost(request), uri, carries));
    const removal = removeToken(request);
    if (removal.length > 0) actions.push({ title: l10n.t("Remove Argus Token"), edits: removal });
    actions.push(explainAction(uri, request.line));
  }
  return [...actions, ...addForwardedFor(request, analysis)];
}

/** Actions for the whole file. @param line for the arguments of commands */
export function fileActions(document: HttpDocument, uri: string, line: number, analysis: AnalysisContext): Fix[] {
  const carries = carriesArgusToken(analysis.held);
  const known = tokenLookup(analysis);
  const hasCarrier = requestsOf(document, profileSettings(analysis)).some((request) => carries(request));
  const hasVariable = (): boolean =>
    document.blocks.some((block) => definitionsIn(document, block).some((definition) => isForToken(definition, known)));
  const action = (title: string, command: string): Fix => ({
    title,
    command: { title, command, arguments: [uri, line] },
  });
  return [
    ...(hasCarrier ? [action(l10n.t("Refresh Argus Tokens in File"), "argus.refreshTokens")] : []),
    ...(hasCarrier || hasVariable() ? [action(l10n.t("Remove Argus Tokens from File"), "argus.removeTokens")] : []),
  ];
}

/**
 * The other ways to write the request's token: as edits if the current token is enough, else as the client's command,
 * which gets a new one.
 */
function conversions(request: RequestView, uri: string, carries: TokenPredicate): Fix[] {
  const header = request.authorization;
  if (!header) return [];
  const current = styleOf(credentialsOf(request, header).rest);
  const accessToken = tokenIn(request, header);
  return STYLES.filter(({ style }) => style !== current).map(({ style, title }): Fix => {
    const token = convertible(request, style, accessToken);
    const edited = token && authorizeRequest(request, token, carries, { removeUnusedVariable: true });
    return edited && "edits" in edited
      ? { title: title(), edits: edited.edits }
      : { title: title(), command: insertCommand(uri, request.line, style) };
  });
}

/** The token to write in a style, if the request's own is enough. */
function convertible(
  request: RequestView,
  style: InsertStyle,
  accessToken: string | undefined,
): WrittenToken | undefined {
  if (style === "environment") return { style, accessToken: accessToken ?? "" };
  if (accessToken === undefined || !isHeaderText(accessToken)) return undefined;
  // Other requests may use the variable's current value.
  const definition = style === "variable" ? request.definitionOf(tokenVariable(request.ownProfile)) : undefined;
  return definition && definition.value !== accessToken ? undefined : { style, accessToken };
}

function styleOf(rest: string): InsertStyle {
  const variable = soleVariable(rest);
  if (variable === undefined) return "literal";
  return variable.startsWith("$") ? "environment" : "variable";
}

function addForwardedFor(request: RequestView, analysis: AnalysisContext): Fix[] {
  const address = forwardedForOf(analysis, request.chosenProfile?.name);
  if (address === undefined || request.headersNamed("X-Forwarded-For").length > 0) return [];
  const field = `X-Forwarded-For: ${address}`;
  return [{ title: l10n.t("Add {0}", field), edits: [addHeader(request, field, request.authorization ?? undefined)] }];
}

function explainAction(uri: string, line: number): Fix {
  const title = l10n.t("Explain Why Argus Refused This Request");
  return { title, command: { title, command: "argus.explainRefusal", arguments: [uri, line] } };
}

function insertCommand(uri: string, line: number, style?: InsertStyle): Command {
  return {
    title: l10n.t("Insert Token"),
    command: "argus.insertToken",
    arguments: style === undefined ? [uri, line] : [uri, line, style],
  };
}
