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
 * Sets the request's first `Authorization` header or adds one; no edit if it is already right.
 * @param token or a reference to one
 */
export function authorizationEdits(request: RequestView, token: string): TextEdit[] {
  const { authorization } = request;
  const value = `Bearer ${token}`;
  if (!authorization) return [addHeader(request, `Authorization: ${value}`)];
  const edit = headerEdit(request, { name: "Authorization", span: authorization }, value);
  return [...shortOption(request, authorization), ...(edit ? [edit] : [])];
}

/** Rewrites a header's `--header` as `-H` if the command also has `-H`: REST Client ignores `--header` beside it. */
export function shortOption(view: RequestView, { longOption, field }: HeaderSpan): TextEdit[] {
  if (!longOption || view.request.curl?.headerOptions.includes("-H") !== true) return [];
  return [{ range: view.rangeOf(longOption), newText: longOption.end === field.start ? "-H " : "-H" }];
}

/**
 * Sets a header's value; `null` if it has that value already. A variable that contains the whole header is written out.
 */
export function headerEdit(
  view: RequestView,
  { name, span }: Pick<HttpHeader, "name" | "span">,
  value: string,
): TextEdit | null {
  if (span.isVariable) return replace(view, span.field, `${name}: ${value}`);
  return valueEdit(view, span.value, span.isBearerOption ? withoutBearer(value) : value);
}

/** Replaces a value, escaped as its quotes require in a command. */
function valueEdit(view: RequestView, span: ValueSpan, value: string): TextEdit | null {
  const { document, block } = view;
  const { curl } = view.request;
  const quote = curl ? (span.quote ?? curl.shell) : undefined;
  if (quote === undefined) return replace(view, span, value);
  // A value that runs to the end of its word is not followed by a closing quote.
  const isClosed = closingAt(document.text, block.offset + span.end, document.text.length, quote) > 0;
  return replace(view, span, quoted(value, quote) + (isClosed ? "" : closing(quote)));
}

/**
 * Adds a header `Name: value` below another one, else above all comments and headers but below the query lines, which
 * belong to the request line. In a command it becomes an option.
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

/** Spelled like the command's other header options: REST Client ignores `--header` beside an `-H`. */
function optionFor({ headerOptions, shell }: CurlSpan, field: string): string {
  const option = headerOptions.includes("-H") ? "-H" : (headerOptions[0] ?? "-H");
  return `${option} ${quoted(field, shell)}`;
}

/** Sets a variable wherever one of the requests reads it; if it is not defined, adds a line at the top of the file. */
export function variableEdits(targets: readonly RequestView[], name: string, value: string): TextEdit[] {
  const [first] = targets;
  if (!first) return [];
  if (!first.variables.has(name)) return [insertOnTop(first.document, `@${name} = ${value}`)];
  const used = new Set(targets.map((target) => target.definitionOf(name)));
  return [...used].flatMap((definition) => (definition && definitionEdit(definition, value)) ?? []);
}

/** Replaces a variable's value; `null` if it is already right. */
export function definitionEdit({ value, valueRange }: Definition, newText: string): TextEdit | null {
  return value === newText ? null : { range: valueRange, newText };
}

function replace(view: RequestView, span: ValueSpan, newText: string): TextEdit | null {
  return view.textOf(span) === newText ? null : { range: view.rangeOf(span), newText };
}

/** Inserts a line below another one, with the same line break. */
function insertBelow(document: HttpDocument, line: number, newText: string): TextEdit {
  const above = lineAt(document, line) ?? { start: 0, end: 0, lineBreak: "" };
  if (above.lineBreak !== "") return insert(line + 1, 0, newText + above.lineBreak);
  return insert(line, above.end - above.start, lineBreakOf(document) + newText);
}

/** Inserts a first line, after a byte order mark if there is one. */
function insertOnTop(document: HttpDocument, newText: string): TextEdit {
  const start = document.text.charCodeAt(0) === BOM ? 1 : 0;
  return insert(0, start, newText + lineBreakOf(document));
}

function insert(line: number, character: number, newText: string): TextEdit {
  const position = { line, character };
  return { range: { start: position, end: position }, newText };
}
