import * as l10n from "@vscode/l10n";
import type { CompletionItem, CompletionItemKind } from "vscode-languageserver";
import type { Position } from "../../protocol.ts";
import { allDirectives, ARGUS, writtenDirective } from "./directives.ts";
import { headerFields, headerFieldNamed } from "./headerFields.ts";
import { forwardedForOf, profileNamesOf } from "../facts/knowledge.ts";
import type { Knowledge } from "../facts/knowledge.ts";
import { textLine } from "../facts/lines.ts";
import type { Block, HttpDocument } from "../parse/model.ts";
import { authorizationValue, tokenVariable } from "../edits/placeholders.ts";
import { blockAt } from "../facts/places.ts";
import { ownProfileOf, profileOf } from "../facts/request.ts";
import { METHODS } from "../parse/requestLine.ts";
import { openTemplate } from "../facts/templates.ts";
import { variablesOf } from "../facts/variables.ts";

const KEYWORD: typeof CompletionItemKind.Keyword = 14;
const FIELD: typeof CompletionItemKind.Field = 5;
const VALUE: typeof CompletionItemKind.Value = 12;
const VARIABLE: typeof CompletionItemKind.Variable = 6;
const EVENT: typeof CompletionItemKind.Event = 23;

/** Where somebody types. */
interface Typing {
  readonly document: HttpDocument;
  readonly uri: string;
  readonly block: Block;
  readonly position: Position;
  readonly knowledge: Knowledge;
  /** The whole line, and what of it stands before the cursor. */
  readonly line: string;
  readonly before: string;
}

/**
 * What can be typed at a position.
 * @param uri of the document, for the commands' arguments `[uri, line, style]`
 * @param isGeneric also what any tool for `.http` files completes: methods, headers, values, variables
 */
export function completionsAt(
  document: HttpDocument,
  uri: string,
  position: Position,
  knowledge: Knowledge,
  isGeneric: boolean,
): CompletionItem[] {
  const block = blockAt(document, position.line);
  const line = textLine(document, position.line)?.text;
  if (!block || line === undefined) return [];
  const typing = { document, uri, block, position, knowledge, line, before: line.slice(0, position.character) };

  const template = openTemplate(line, position.character);
  if (template >= 0) return isGeneric ? variables(typing, template) : [];
  if (/^\s*(?:#|\/\/)/.test(typing.before)) return inComment(typing, isGeneric);
  if (isInHead(typing)) return inHeader(typing, isGeneric);
  return isGeneric && isBeforeRequest(typing) ? methods(typing) : [];
}

/**
 * Below the request line, and not below the first blank line; that one may be where a header is about to be typed. A
 * command has no lines of headers.
 */
function isInHead({ block, position, line }: Typing): boolean {
  if (!block.request || block.request.curl) return false;
  const at = position.line - block.line;
  return (
    at > block.request.line.line &&
    (at < block.request.bodyLine || (at === block.request.bodyLine && line.trim() === ""))
  );
}

function isBeforeRequest({ block, position, before }: Typing): boolean {
  if (!/^\s*[A-Za-z-]*$/.test(before)) return false;
  return !block.request || position.line - block.line <= block.request.line.line;
}

function variables(typing: Typing, start: number): CompletionItem[] {
  const closes = typing.line.startsWith("}}", typing.position.character);
  const names = [...variablesOf(typing.document).keys()];
  return names.map((name) => item(typing, start, name, VARIABLE, closes ? name : `${name}}}`));
}

function inComment(typing: Typing, isGeneric: boolean): CompletionItem[] {
  const { before } = typing;
  const written = writtenDirective(before);
  if (written && written.valueStart >= 0) {
    const value = before.slice(written.valueStart);
    return written.name === "argus" && !/\s/.test(value) ? profiles(typing, written.valueStart) : [];
  }
  const start = /^\s*(?:#+|\/{2,})\s*(?=@?[\w-]*$)/.exec(before)?.[0].length;
  // `###` opens a title.
  if (start === undefined || /^\s*###/.test(before)) return [];
  return allDirectives()
    .filter(({ source }) => isGeneric || source === ARGUS)
    .map((directive) => {
      const text = `@${directive.name}${directive.takesValue ? " " : ""}`;
      return {
        ...item(typing, start, `@${directive.name}`, KEYWORD, text),
        detail: directive.source,
        documentation: directive.summary,
      };
    });
}

function profiles(typing: Typing, start: number): CompletionItem[] {
  const { activeProfile } = typing.knowledge.settings;
  return (profileNamesOf(typing.knowledge) ?? [])
    .filter((name) => /^\S+$/.test(name))
    .map((name) => ({
      ...item(typing, start, name, VALUE),
      detail: name === activeProfile ? l10n.t("Argus profile, active") : l10n.t("Argus profile"),
      ...(name === activeProfile && { preselect: true }),
    }));
}

function inHeader(typing: Typing, isGeneric: boolean): CompletionItem[] {
  const [beforeValue, name = ""] = /^\s*([^:\s]+)\s*:\s*/.exec(typing.before) ?? [];
  if (beforeValue !== undefined) return headerValues(typing, name, beforeValue.length, isGeneric);
  const indent = /^\s*(?=[\w-]*$)/.exec(typing.before)?.[0].length;
  if (!isGeneric || indent === undefined) return [];
  const hasColon = /^[\w-]*\s*:/.test(typing.line.slice(typing.position.character));
  return headerFields().map((field) => ({
    ...item(typing, indent, field.name, FIELD, hasColon ? field.name : `${field.name}: `),
    detail: field.source,
    documentation: field.summary,
    // The values come next.
    ...(!hasColon && { command: { title: "Suggest", command: "editor.action.triggerSuggest" } }),
  }));
}

function headerValues(typing: Typing, name: string, start: number, isGeneric: boolean): CompletionItem[] {
  const lower = name.toLowerCase();
  if (lower === "authorization") return authorizationStyles(typing, start);
  if (lower === "x-forwarded-for") {
    const address = forwardedForOf(typing.knowledge, profileOf(typing.document, typing.block));
    return address === undefined
      ? []
      : [{ ...item(typing, start, address, VALUE), detail: l10n.t("of the Argus profile") }];
  }
  const values = isGeneric ? (headerFieldNamed(name)?.values ?? []) : [];
  return values.map((value) => item(typing, start, value, VALUE));
}

/** The three styles of `argus.insertAs`. What needs a token has the client's command get it. */
function authorizationStyles(typing: Typing, start: number): CompletionItem[] {
  const { document, block, uri, position } = typing;
  const own = ownProfileOf(document, block);
  const insert = (style: string): Pick<CompletionItem, "command"> => ({
    command: {
      title: l10n.t("Insert Argus Token"),
      command: "argus.insertToken",
      arguments: [uri, position.line, style],
    },
  });
  const reference = authorizationValue(document, block, "variable", "");
  const environment = authorizationValue(document, block, "environment", "");
  const isDefined = variablesOf(document).has(tokenVariable(own));
  return [
    {
      ...item(typing, start, l10n.t("Bearer <Argus token>"), EVENT, "Bearer "),
      detail: l10n.t("gets a token and writes it here"),
      sortText: "0",
      ...insert("literal"),
    },
    {
      ...item(typing, start, reference, EVENT),
      detail: isDefined
        ? l10n.t("the token in the file's variable")
        : l10n.t("gets a token and writes it into a variable"),
      sortText: "1",
      ...(!isDefined && insert("variable")),
    },
    {
      ...item(typing, start, environment, EVENT),
      detail: l10n.t("the token in the sender's environment"),
      sortText: "2",
    },
  ];
}

function methods(typing: Typing): CompletionItem[] {
  const start = /^\s*/.exec(typing.before)?.[0].length ?? 0;
  const follows = typing.line.slice(typing.position.character).trim() !== "";
  return [...METHODS].map((method) => item(typing, start, method, KEYWORD, follows ? method : `${method} `));
}

/** Replaces what was typed from a column on, so that it is what the editor filters by. */
function item(
  { position }: Typing,
  start: number,
  label: string,
  kind: CompletionItemKind,
  newText = label,
): CompletionItem {
  const range = { start: { line: position.line, character: start }, end: position };
  return { label, kind, textEdit: { range, newText } };
}
