import type { TextEdit } from "../../../../common/protocol/documents.ts";
import { lineAt, lineBreakOf } from "../facts/lineLookup.ts";
import { withoutBearer } from "../facts/authorization.ts";
import type { HttpHeader } from "../facts/headers.ts";
import type { RequestView } from "../facts/requestView.ts";
import type { Definition } from "../facts/variables.ts";
import type { CurlSpan, HeaderSpan, HttpDocument, ValueSpan } from "../parse/model.ts";
import { closing, closingAt, quoted } from "../parse/shell.ts";
import { BOM } from "../parse/text.ts";

/**
 * Replaces the value of the request's first `Authorization` header or adds the header; no edit where it stands already.
 * @param token or what stands for it
 */
export function authorizationEdits(request: RequestView, token: string): TextEdit[] {
  const { authorization } = request;
  const value = `Bearer ${token}`;
  if (!authorization) return [addHeader(request, `Authorization: ${value}`)];
  const edit = headerEdit(request, { name: "Authorization", span: authorization }, value);
  return [...shortOption(request, authorization), ...(edit ? [edit] : [])];
}

/** Spells a header's option `-H` where the command has one: REST Client reads no `--header` beside it. */
export function shortOption(view: RequestView, { longOption, field }: HeaderSpan): TextEdit[] {
  if (!longOption || view.request.curl?.headerOptions.includes("-H") !== true) return [];
  return [{ range: view.rangeOf(longOption), newText: longOption.end === field.start ? "-H " : "-H" }];
}

/** Gives a header another value; `null` where it has that already. Where a variable holds the header, it is written out. */
export function headerEdit(
  view: RequestView,
  { name, span }: Pick<HttpHeader, "name" | "span">,
  value: string,
): TextEdit | null {
  if (span.isVariable) return replace(view, span.field, `${name}: ${value}`);
  return valueEdit(view, span.value, span.isBearerOption ? withoutBearer(value) : value);
}

/** Replaces a value, in a command as its quotes need it. */
function valueEdit(view: RequestView, span: ValueSpan, value: string): TextEdit | null {
  const { document, block } = view;
  const { curl } = view.request;
  const quote = curl ? (span.quote ?? curl.shell) : undefined;
  if (quote === undefined) return replace(view, span, value);
  // A value that ends with its word has not what closes its quote behind it.
  const isClosed = closingAt(document.text, block.offset + span.end, document.text.length, quote) > 0;
  return replace(view, span, quoted(value, quote) + (isClosed ? "" : closing(quote)));
}

/**
 * Adds a header `Name: value` below another one, else above all comments and headers, but below the query lines, which
 * belong to the request line. In a command it is an option.
 */
export function addHeader(view: RequestView, field: string, above?: HeaderSpan): TextEdit {
  const { document, block, request } = view;
  if (request.curl) {
    const { end } = view.rangeOf(above?.field ?? request.curl.optionPlace);
    return insert(end.line, end.character, ` ${optionFor(request.curl, field)}`);
  }
  const last = above?.field ?? request.urlParts.at(-1) ?? request.line;
  return insertBelow(document, block.line + last.endLine, field);
}

/** The option for a new header, spelled like the command's others: REST Client reads no `--header` beside an `-H`. */
function optionFor({ headerOptions, shell }: CurlSpan, field: string): string {
  const option = headerOptions.includes("-H") ? "-H" : (headerOptions[0] ?? "-H");
  return `${option} ${quoted(field, shell)}`;
}

/**
 * Gives a variable the value wherever one of the requests looks it up; where none is defined, in a new line at the top
 * of the file.
 */
export function variableEdits(targets: readonly RequestView[], name: string, value: string): TextEdit[] {
  const [first] = targets;
  if (!first) return [];
  if (!first.variables.has(name)) return [insertOnTop(first.document, `@${name} = ${value}`)];
  const used = new Set(targets.map((target) => target.definitionOf(name)));
  return [...used].flatMap((definition) => (definition && definitionEdit(definition, value)) ?? []);
}

/** Replaces a variable's value; `null` where it stands. */
export function definitionEdit({ value, valueRange }: Definition, newText: string): TextEdit | null {
  return value === newText ? null : { range: valueRange, newText };
}

function replace(view: RequestView, span: ValueSpan, newText: string): TextEdit | null {
  return view.textOf(span) === newText ? null : { range: view.rangeOf(span), newText };
}

/** A line of its own below another one, with that one's line break. */
function insertBelow(document: HttpDocument, line: number, newText: string): TextEdit {
  const above = lineAt(document, line) ?? { start: 0, end: 0, lineBreak: "" };
  if (above.lineBreak !== "") return insert(line + 1, 0, newText + above.lineBreak);
  return insert(line, above.end - above.start, lineBreakOf(document) + newText);
}

/** A first line, after a byte order mark. */
function insertOnTop(document: HttpDocument, newText: string): TextEdit {
  const start = document.text.charCodeAt(0) === BOM ? 1 : 0;
  return insert(0, start, newText + lineBreakOf(document));
}

function insert(line: number, character: number, newText: string): TextEdit {
  const position = { line, character };
  return { range: { start: position, end: position }, newText };
}
