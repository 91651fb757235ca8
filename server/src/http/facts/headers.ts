import type { Range } from "../../../../common/protocol/documents.ts";
import { readCurl } from "../parse/curl.ts";
import { LineCursor } from "../parse/cursor.ts";
import { Draft } from "../parse/draft.ts";
import { readHeaders } from "../parse/headers.ts";
import { rangeOf, textOf } from "../parse/model.ts";
import type { Block, HeaderSpan, HttpDocument, RequestBlock, ValueSpan } from "../parse/model.ts";
import { unquote } from "../parse/shell.ts";

export interface HttpHeader {
  name: string;
  /** With its continuation lines, joined by a space (RFC 9112 §5.2). */
  value: string;
  nameRange: Range;
  valueRange: Range;
  range: Range;
  /** Where it stands in its block, for edits. */
  span: HeaderSpan;
}

/** All headers of a block's request, read again from its text: the model keeps only `Authorization`. */
export function readAllHeaders(document: HttpDocument, block: RequestBlock): HttpHeader[] {
  const { line, curl } = block.request;
  const cursor = new LineCursor(document.text, block.offset + line.start - line.column, block.line + line.line);
  cursor.blockLine = block.line;
  cursor.blockOffset = block.offset;
  const headers: HeaderSpan[] = [];
  if (curl) {
    readCurl(cursor, headers);
  } else {
    cursor.next();
    readHeaders(cursor, new Draft(), headers);
  }
  return headers.map((header) => ({
    name: header.isBearerOption ? "Authorization" : textOf(document, block, header.name),
    value: (header.isBearerOption ? "Bearer " : "") + headerValue(document, block, header.value),
    nameRange: rangeOf(block, header.name),
    valueRange: rangeOf(block, header.value),
    range: rangeOf(block, header.field),
    span: header,
  }));
}

/** A header's value on one line and without a command's quotes. */
export function headerValue(document: HttpDocument, block: Block, value: ValueSpan): string {
  const written = textOf(document, block, value);
  if (value.quote) return unquote(written, value.quote).trim();
  if (value.line === value.endLine) return written;
  const lines = written.split(/\r\n|\r|\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "").join(" ");
}
