import * as l10n from "@vscode/l10n";
import type { CompletionItem, CompletionItemKind } from "vscode-languageserver";
import type { Position } from "../../../../common/protocol/documents.ts";
import { allDirectives, ARGUS, writtenDirective } from "./directives.ts";
import { headerFields, headerFieldNamed, ownHeaderField } from "./headerFields.ts";
import { forwardedForOf, profilesForDirectives } from "../facts/analysisContext.ts";
import type { AnalysisContext } from "../facts/analysisContext.ts";
import { textLine } from "../facts/lines.ts";
import { type Block, hasRequest, type HttpDocument } from "../parse/model.ts";
import { tokenVariable } from "../../../../common/tokenVariables.ts";
import { parsedUrl } from "../../../../common/urls.ts";
import { environmentReference, variableReference } from "../edits/placeholders.ts";
import { blockAt } from "../facts/lineLookup.ts";
import { profileOf } from "../facts/profiles.ts";
import { profileSettings } from "../facts/requestProfile.ts";
import { HostedRequest } from "../facts/hostedRequest.ts";
import type { RequestView } from "../facts/requestView.ts";
import { METHODS } from "../parse/requestLine.ts";
import { acceptsDirective, acceptsRequestLine } from "../facts/acceptedLines.ts";
import { originText } from "./originText.ts";
import { openTemplate } from "../facts/templates.ts";
import { variablesOf } from "../facts/variables.ts";

const KEYWORD: typeof CompletionItemKind.Keyword = 14;
const FIELD: typeof CompletionItemKind.Field = 5;
const VALUE: typeof CompletionItemKind.Value = 12;
const VARIABLE: typeof CompletionItemKind.Variable = 6;
const EVENT: typeof CompletionItemKind.Event = 23;

/** The text that a completed value replaces: the rest of the value, or the rest of the line. */
const REST_OF_VALUE = /^[^\s,;]*/;
const REST_OF_LINE = /^.*/;

/** The position of the cursor and its surroundings. */
interface Typing {
  readonly document: HttpDocument;
  readonly uri: string;
  readonly block: Block;
  readonly position: Position;
  readonly analysis: AnalysisContext;
  /** The whole line, and its parts before and after the cursor. */
  readonly line: string;
  readonly before: string;
  readonly after: string;
}

/**
 * The completions at a position.
 * @param uri of the document, for the arguments `[uri, line, style]` of commands
 * @param isGeneric also offer what any tool for `.http` files completes: methods, headers, values, variables
 */
export function completionsAt(
  document: HttpDocument,
  uri: string,
  position: Position,
  analysis: AnalysisContext,
  isGeneric: boolean,
): CompletionItem[] {
  const block = blockAt(document, position.line);
  const line = textLine(document, position.line)?.text;
  if (!block || line === undefined) return [];
  const [before, after] = [line.slice(0, position.character), line.slice(position.character)];
  const typing = { document, uri, block, position, analysis, line, before, after };

  const template = openTemplate(line, position.character);
  if (template >= 0) return isGeneric ? variables(typing, template) : [];
  if (/^\s*(?:#|\/\/)/.test(before)) return inComment(typing, isGeneric);
  if (isInHead(typing)) return inHeader(typing, isGeneric);
  return isGeneric && isBeforeRequest(typing) ? methods(typing) : [];
}

/**
 * Below the request line and not past the first blank line, where a header may be about to be typed. A command has no
 * header lines.
 */
function isInHead({ block, position, line }: Typing): boolean {
  if (!block.request || block.request.curl) return false;
  const at = position.line - block.line;
  return (
    at > block.request.line.line &&
    (at < block.request.bodyLine || (at === block.request.bodyLine && line.trim() === ""))
  );
}

function isBeforeRequest({ document, block, position, before }: Typing): boolean {
  if (!/^\s*[A-Za-z-]*$/.test(before)) return false;
  if (block.request && position.line - block.line > block.request.line.line) return false;
  return acceptsRequestLine(document, block, position.line);
}

function variables(typing: Typing, start: number): CompletionItem[] {
  const isClosed = /^[^{}]*\}\}/.test(typing.after);
  const own = variablesOf(typing.document);
  const others = (typing.analysis.outside?.all() ?? []).filter(({ name }) => !own.has(name));
  return [
    ...own.names.map((name) => ({ name })),
    ...others.map(({ name, origin }) => ({ name, detail: originText(origin) })),
  ].map(({ name, ...more }) => ({
    ...item(typing, start, name, VARIABLE, isClosed ? name : `${name}}}`, isClosed ? /^[^\s}]*/ : undefined),
    ...more,
  }));
}

function inComment(typing: Typing, isGeneric: boolean): CompletionItem[] {
  const { before, after, document, block, position } = typing;
  const written = writtenDirective(before);
  if (written && written.valueStart >= 0) {
    const isProfile = written.name.toLowerCase() === "argus" && !/\s/.test(before.slice(written.valueStart));
    return isProfile && acceptsDirective(document, block, position.line) ? profiles(typing, written.valueStart) : [];
  }
  const start = /^\s*(?:#+|\/{2,})\s*(?=@?[\w-]*$)/.exec(before)?.[0].length;
  // `###` starts a title.
  if (start === undefined || /^\s*###/.test(before) || !acceptsDirective(document, block, position.line)) return [];
  const hasValue = /^[\w-]*\s+\S/.test(after);
  return allDirectives()
    .filter(({ source }) => isGeneric || source === ARGUS)
    .map((directive) => {
      const text = `@${directive.name}${directive.takesValue && !hasValue ? " " : ""}`;
      return {
        ...item(typing, start, `@${directive.name}`, KEYWORD, text, /^[\w-]*/),
        detail: directive.source,
        documentation: directive.summary,
      };
    });
}

function profiles(typing: Typing, start: number): CompletionItem[] {
  const { settings, held } = typing.analysis;
  const { activeProfile } = settings;
  const lastEnd = (name: string, isHeld: boolean): number =>
    Math.max(
      0,
      ...held.tokens
        .filter((token) => token.profile === name && (!isHeld || token.isHeld !== false))
        .map(({ expiresAt }) => expiresAt),
    );
  // The file's profile first, then the active one, those with a token, and those that had one most recently.
  const named = profileOf(typing.document, typing.block);
  const rank = (name: string): number =>
    name === named
      ? Infinity
      : name === activeProfile
        ? Number.MAX_VALUE
        : 2 * lastEnd(name, true) + lastEnd(name, false);
  const names = (profilesForDirectives(typing.analysis) ?? []).map((name) => ({ name, rank: rank(name) }));
  return names
    .toSorted((one, other) => (one.rank === other.rank ? 0 : other.rank - one.rank))
    .map(({ name }, index) => {
      const url = settings.profiles?.[name]?.url;
      const host = url === undefined ? undefined : parsedUrl(url)?.host;
      const detail = name === activeProfile ? l10n.t("Argus profile, active") : l10n.t("Argus profile");
      return {
        ...item(typing, start, name, VALUE, name, /^\S*/),
        detail: host === undefined ? detail : `${detail} · ${host}`,
        sortText: String(index).padStart(4, "0"),
        ...(name === activeProfile && { preselect: true }),
      };
    });
}

function inHeader(typing: Typing, isGeneric: boolean): CompletionItem[] {
  const { document, block, analysis } = typing;
  if (!hasRequest(block)) return [];
  const request = new HostedRequest(document, block, profileSettings(analysis));
  const [beforeValue, name = ""] = /^\s*([^:\s]+)\s*:\s*/.exec(typing.before) ?? [];
  if (beforeValue !== undefined) return headerValues(typing, request, name, beforeValue.length, isGeneric);
  const indent = /^\s*(?=[\w-]*$)/.exec(typing.before)?.[0].length;
  if (indent === undefined) return [];
  const hasColon = /^[\w-]*\s*:/.test(typing.after);
  const own = ownHeaderField(request.header);
  return [...(own ? [own] : []), ...(isGeneric ? headerFields() : [])].map((field) => ({
    ...(hasColon
      ? item(typing, indent, field.name, FIELD, field.name, /^[\w-]*/)
      : item(typing, indent, field.name, FIELD, `${field.name}: `)),
    detail: field.source,
    documentation: field.summary,
    // Offers the values next.
    ...(!hasColon && { command: { title: "Suggest", command: "editor.action.triggerSuggest" } }),
  }));
}

function headerValues(
  typing: Typing,
  request: RequestView,
  name: string,
  start: number,
  isGeneric: boolean,
): CompletionItem[] {
  if (request.header.isNamed(name)) return tokenStyles(typing, request, start);
  if (name.toLowerCase() === "x-forwarded-for") {
    const address = forwardedForOf(typing.analysis, request.chosenProfile?.name);
    return address === undefined
      ? []
      : [{ ...item(typing, start, address, VALUE, address, REST_OF_VALUE), detail: l10n.t("of the Argus profile") }];
  }
  const values = isGeneric ? (headerFieldNamed(name, request.header)?.values ?? []) : [];
  return values.map((value) => item(typing, start, value, VALUE, value, REST_OF_VALUE));
}

/** The three values of `argus.insertAs`. Those that need a token run the client's command to get it. */
function tokenStyles(typing: Typing, request: RequestView, start: number): CompletionItem[] {
  const { document, uri, position } = typing;
  if (!request.request.acceptsHeader) return [];
  const { header } = request;
  const insert = (style: string): Pick<CompletionItem, "command"> => ({
    command: {
      title: l10n.t("Insert Argus Token"),
      command: "argus.insertToken",
      arguments: [uri, position.line, style],
    },
  });
  const reference = header.valueWith(variableReference(request));
  const environment = header.valueWith(environmentReference(request));
  const isDefined = variablesOf(document).has(tokenVariable(request.ownProfile));
  return [
    {
      ...item(typing, start, header.valueWith(l10n.t("<Argus token>")), EVENT, header.valueWith(""), REST_OF_LINE),
      detail: l10n.t("gets a token and writes it here"),
      sortText: "0",
      ...insert("literal"),
    },
    {
      ...item(typing, start, reference, EVENT, reference, REST_OF_LINE),
      detail: isDefined
        ? l10n.t("the token in the file's variable")
        : l10n.t("gets a token and writes it into a variable"),
      sortText: "1",
      ...(!isDefined && insert("variable")),
    },
    {
      ...item(typing, start, environment, EVENT, environment, REST_OF_LINE),
      detail: l10n.t("the token in the sender's environment"),
      sortText: "2",
    },
  ];
}

function methods(typing: Typing): CompletionItem[] {
  const start = /^\s*/.exec(typing.before)?.[0].length ?? 0;
  const hasTarget = /^[A-Za-z-]*\s+\S/.test(typing.after);
  return [...METHODS].map((method) =>
    hasTarget
      ? item(typing, start, method, KEYWORD, method, /^[A-Za-z-]*/)
      : item(typing, start, method, KEYWORD, `${method} `),
  );
}

/**
 * Replaces the text from a column on, because the editor filters by the text that an item replaces.
 * @param tail matches the part after the cursor to replace as well
 */
function item(
  { position, after }: Typing,
  start: number,
  label: string,
  kind: CompletionItemKind,
  newText: string,
  tail?: RegExp,
): CompletionItem {
  const { line, character } = position;
  const rest = tail?.exec(after)?.[0].length ?? 0;
  const range = { start: { line, character: start }, end: { line, character: character + rest } };
  return { label, kind, textEdit: { range, newText } };
}
