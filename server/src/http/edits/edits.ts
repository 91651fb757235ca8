import type { TextEdit } from "../../../../common/protocol/documents.ts";
import { lineAt, lineBreakOf } from "../facts/lineLookup.ts";
import { withoutBearer } from "../facts/authorization.ts";
import type { HttpHeader } from "../facts/headers.ts";
import type { RequestView } from "../facts/requestView.ts";
import type { Definition } from "../facts/variables.ts";
import type { CurlSpan, HeaderSpan, HttpDocument, Span, ValueSpan } from "../parse/model.ts";
import { closing, closingAt, quoted, fitsInQuotes, wordForAll } from "../parse/shell.ts";

/**
 * Sets the request's first header for a token or adds one; no edit if it is already right.
 * @param value with a token or a reference to one
 * @param token the token that a reference stands for: a command's quotes have to suit it too
 */
export function authorizationEdits(request: RequestView, value: string, token = ""): TextEdit[] {
  const {
    authorization,
    header: { name },
  } = request;
  if (!authorization) {
    const field = `${name}: ${value}`;
    return [replacePassword(request, field, token) ?? addHeader(request, field, undefined, token)];
  }
  const edit = headerEdit(request, { name, span: authorization }, value, token);
  return [...shortOption(request, authorization), ...(edit ? [edit] : [])];
}

/**
 * Replaces a command's first password with a header. With nothing there, REST Client would take the URL after it for
 * the value of the flag before it, as in `curl -s -u user:password https://…`.
 */
function replacePassword(request: RequestView, field: string, token: string): TextEdit | undefined {
  const { curl } = request.request;
  const [password] = request.passwordOptions;
  if (!curl || !password) return undefined;
  const [lead = ""] = /^[\s\\^]*/.exec(request.textOf(password)) ?? [];
  // `-u` may be the last of several letters, as in `-sLu`.
  const isAfterLetters = /\S/.test(request.document.text.charAt(request.block.offset + password.start - 1));
  const room = lead === "" && isAfterLetters ? " " : lead;
  return { range: request.rangeOf(password), newText: room + optionFor(curl, field, token) };
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
  token = "",
): TextEdit | null {
  const field = `${name}: ${value}`;
  const { curl } = view.request;
  if (span.isVariable) return replace(view, span.field, curl ? wordFor(curl, field, token) : field);
  // REST Client does not know the option, which takes nothing but a Bearer token.
  if (curl && span.isBearerOption && (curl.shell === "bare" || withoutBearer(value) === value))
    return replace(view, { ...span.field, ...startOf(span.name) }, optionFor(curl, field, token));
  if (curl?.shell === "bare") {
    const word = wordForAll(`${view.textOf(span.name)}: ${value}`, token);
    const isReadAlike = fitsInQuotes(value, view.textOf(span.field), token);
    if (!isReadAlike && word !== undefined) return replace(view, span.field, word);
  }
  return valueEdit(view, span.value, span.isBearerOption ? withoutBearer(value) : value);
}

function startOf({ start, line, column }: Span): Pick<Span, "start" | "line" | "column"> {
  return { start, line, column };
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
export function addHeader(view: RequestView, field: string, above?: HeaderSpan, token = ""): TextEdit {
  const { document, block, request } = view;
  if (request.curl) {
    const { end } = view.rangeOf(above?.field ?? request.curl.optionPlace);
    return insert(end.line, end.character, ` ${optionFor(request.curl, field, token)}`);
  }
  const last = above?.field ?? request.urlParts.at(-1) ?? request.line;
  return insertBelow(document, block.line + last.endLine, field);
}

/** Spelled like the command's other header options: REST Client ignores `--header` beside an `-H`. */
function optionFor(curl: CurlSpan, field: string, token: string): string {
  const { headerOptions } = curl;
  const option = headerOptions.includes("-H") ? "-H" : (headerOptions[0] ?? "-H");
  return `${option} ${wordFor(curl, field, token)}`;
}

function wordFor({ shell }: CurlSpan, field: string, token: string): string {
  return (shell === "bare" ? wordForAll(field, token) : undefined) ?? quoted(field, shell);
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

function insert(line: number, character: number, newText: string): TextEdit {
  const position = { line, character };
  return { range: { start: position, end: position }, newText };
}
