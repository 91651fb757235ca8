import type { TextEdit } from "../../../../common/protocol/documents.ts";
import { rangeOf, textOf } from "../parse/model.ts";
import type { Block, CurlSpan, HeaderSpan, HttpDocument, RequestBlock, Span, ValueSpan } from "../parse/model.ts";
import { lineAt, lineBreakOf } from "../facts/places.ts";
import { closing, closingAt, quoted } from "../parse/shell.ts";
import { BOM } from "../parse/text.ts";
import { definitionAt, variablesOf } from "../facts/variables.ts";
import type { Definition } from "../facts/variables.ts";

/**
 * Replaces the value of the request's first `Authorization` header or adds the header; no edit where it stands already.
 * @param token or what stands for it
 */
export function authorizationEdits(document: HttpDocument, block: RequestBlock, token: string): TextEdit[] {
  const { authorization } = block.request;
  const value = `Bearer ${token}`;
  if (!authorization) return [addHeader(document, block, `Authorization: ${value}`)];
  const edit = headerValueEdit(document, block, authorization.value, authorization.isBearerOption ? token : value);
  return [...shortOption(block, authorization), ...(edit ? [edit] : [])];
}

/** Spells a header's option `-H` where the command has one: REST Client reads no `--header` beside it. */
export function shortOption(block: RequestBlock, { longOption, field }: HeaderSpan): TextEdit[] {
  if (!longOption || block.request.curl?.headerOptions.includes("-H") !== true) return [];
  return [{ range: rangeOf(block, longOption), newText: longOption.end === field.start ? "-H " : "-H" }];
}

/** Replaces a header's value, in a command as its quotes need it; `null` where it stands. */
export function headerValueEdit(
  document: HttpDocument,
  block: RequestBlock,
  span: ValueSpan,
  value: string,
): TextEdit | null {
  const { curl } = block.request;
  if (!curl) return replace(document, block, span, value);
  const quote = span.quote ?? curl.shell;
  // A value that ends with its word has not what closes its quote behind it.
  const isClosed = closingAt(document.text, block.offset + span.end, document.text.length, quote) > 0;
  return replace(document, block, span, quoted(value, quote) + (isClosed ? "" : closing(quote)));
}

/**
 * Adds a header `Name: value` below another one, else above all comments and headers, but below the query lines, which
 * belong to the request line. In a command it is an option.
 */
export function addHeader(document: HttpDocument, block: RequestBlock, field: string, above?: HeaderSpan): TextEdit {
  const { request } = block;
  if (request.curl) {
    const { end } = rangeOf(block, above?.field ?? request.curl.optionPlace);
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
export function variableEdits(
  document: HttpDocument,
  targets: readonly RequestBlock[],
  name: string,
  value: string,
): TextEdit[] {
  const variables = variablesOf(document);
  if (!variables.has(name)) return [insertOnTop(document, `@${name} = ${value}`)];
  const used = targets.map((target) => definitionAt(variables, name, target.line + target.request.line.line));
  const edits: TextEdit[] = [];
  for (const definition of new Set(used)) {
    const edit = definition && definitionEdit(document, definition, value);
    if (edit) edits.push(edit);
  }
  return edits;
}

/** Replaces a variable's value; `null` where it stands. */
export function definitionEdit(
  document: HttpDocument,
  { block, variable }: Definition,
  value: string,
): TextEdit | null {
  return replace(document, block, variable.value, value);
}

function replace(document: HttpDocument, block: Block, span: Span, newText: string): TextEdit | null {
  return textOf(document, block, span) === newText ? null : { range: rangeOf(block, span), newText };
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
