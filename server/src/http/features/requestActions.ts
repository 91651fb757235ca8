import * as l10n from "@vscode/l10n";
import type { Command } from "vscode-languageserver";
import type { InsertStyle } from "../../../../common/protocol/documents.ts";
import { credentialsOf, isBearer, resolveCredentials } from "../facts/authorization.ts";
import { authorize } from "../edits/authorize.ts";
import { carriesArgusToken, isForToken } from "../facts/carriers.ts";
import type { Fix } from "../diagnostics/finding.ts";
import { addHeader } from "../edits/edits.ts";
import { forwardedForOf, tokenLookup } from "../facts/knowledge.ts";
import type { Knowledge } from "../facts/knowledge.ts";
import { hasRequest, textOf } from "../parse/model.ts";
import type { HttpDocument, RequestBlock } from "../parse/model.ts";
import { tokenVariable } from "../../../../common/tokenVariables.ts";
import { removeToken } from "../edits/removeTokens.ts";
import { headersOf, ownProfileOf, profileOf } from "../facts/request.ts";
import { definitionAt, soleVariable, variablesOf } from "../facts/variables.ts";

/** The ways to write a token, and what each is called. */
const STYLES: readonly { style: InsertStyle; title: () => string }[] = [
  { style: "literal", title: () => l10n.t("Write Argus Token as the token itself") },
  { style: "variable", title: () => l10n.t("Write Argus Token as a variable of the file") },
  { style: "environment", title: () => l10n.t("Write Argus Token as a reference to the environment") },
];

/** What can be done with a request: its token inserted, rewritten or removed, its `X-Forwarded-For` added. */
export function requestActions(document: HttpDocument, block: RequestBlock, uri: string, knowledge: Knowledge): Fix[] {
  const { request } = block;
  if (!request.acceptsHeader) return [];
  const line = block.line + request.line.line;
  const actions: Fix[] = [
    {
      title: request.authorization ? l10n.t("Replace Argus Token") : l10n.t("Insert Argus Token"),
      command: insertCommand(uri, line),
    },
  ];
  if (carriesArgusToken(document, knowledge.held)(block)) {
    actions.push(...conversions(document, block, uri, knowledge));
    const removal = removeToken(document, block);
    if (removal.length > 0) actions.push({ title: l10n.t("Remove Argus Token"), edits: removal });
  }
  return [...actions, ...addForwardedFor(document, block, knowledge)];
}

/** What can be done with the file as a whole. @param line for the commands' arguments */
export function fileActions(document: HttpDocument, uri: string, line: number, knowledge: Knowledge): Fix[] {
  const carries = carriesArgusToken(document, knowledge.held);
  const known = tokenLookup(knowledge);
  const hasCarrier = document.blocks.some((block) => hasRequest(block) && carries(block));
  const hasVariable = (): boolean =>
    document.blocks.some((block) => block.variables.some((variable) => isForToken(document, block, variable, known)));
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
 * The other ways of writing the request's token: by edits of the document where they need no other token than the one that
 * is there, else by the client's command, which gets one.
 */
function conversions(document: HttpDocument, block: RequestBlock, uri: string, knowledge: Knowledge): Fix[] {
  const header = block.request.authorization;
  if (!header) return [];
  const line = block.line + block.request.line.line;
  const variables = variablesOf(document);
  const written = credentialsOf(document, block, header);
  const current = styleOf(written.rest);
  const resolved = resolveCredentials(document, variables, written, line);
  const token = resolved && isBearer(resolved) ? resolved.rest : "";

  return STYLES.filter(({ style }) => style !== current).map(({ style, title: titled }): Fix => {
    const title = titled();
    const name = tokenVariable(ownProfileOf(document, block));
    const definition = style === "variable" ? definitionAt(variables, name, line) : undefined;
    // Other requests may use what the variable holds now.
    const isTaken = definition && textOf(document, definition.block, definition.variable.value) !== token;
    const accessToken = style === "environment" ? "none" : token;
    const options = { position: { line, character: 0 }, accessToken, style, removeUnusedVariable: true };
    const edited = accessToken === "" || isTaken ? undefined : authorize(document, options, knowledge.held);
    return edited && "edits" in edited
      ? { title, edits: edited.edits }
      : { title, command: insertCommand(uri, line, style) };
  });
}

function styleOf(rest: string): InsertStyle {
  const variable = soleVariable(rest);
  if (variable === undefined) return "literal";
  return variable.startsWith("$") ? "environment" : "variable";
}

function addForwardedFor(document: HttpDocument, block: RequestBlock, knowledge: Knowledge): Fix[] {
  const address = forwardedForOf(knowledge, profileOf(document, block));
  const headers = headersOf(document, block);
  if (address === undefined || headers.some(({ name }) => /^x-forwarded-for$/i.test(name))) return [];
  const field = `X-Forwarded-For: ${address}`;
  return [
    {
      title: l10n.t("Add {0}", field),
      edits: [addHeader(document, block, field, block.request.authorization ?? undefined)],
    },
  ];
}

function insertCommand(uri: string, line: number, style?: InsertStyle): Command {
  return {
    title: l10n.t("Insert Token"),
    command: "argus.insertToken",
    arguments: style === undefined ? [uri, line] : [uri, line, style],
  };
}
