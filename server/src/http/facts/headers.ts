import { AUTHORIZATION } from "../../../../common/tokenHeader.ts";
import type { Range } from "../../../../common/protocol/documents.ts";
import { readCurl } from "../parse/curl.ts";
import { LineCursor } from "../parse/cursor.ts";
import { BlockDraft } from "../parse/draft.ts";
import { readHeaders } from "../parse/headers.ts";
import { rangeOf, textOf } from "../parse/model.ts";
import type { Block, HeaderSpan, HttpDocument, RequestBlock, ValueSpan } from "../parse/model.ts";
import { unquote } from "../parse/shell.ts";

export interface HttpHeader {
  name: string;
  /** Includes continuation lines, joined by a space (RFC 9112 §5.2). */
  value: string;
  nameRange: Range;
  valueRange: Range;
  range: Range;
  /** Its position in the block, for edits. */
  span: HeaderSpan;
}

/**
 * All headers of a block's request, read from the text again: the model keeps only `Authorization`.
 * @param expand replaces variables by their values
 */
export function readAllHeaders(
  document: HttpDocument,
  block: RequestBlock,
  expand: (text: string) => string | undefined,
): HttpHeader[] {
  const { line, curl } = block.request;
  const cursor = new LineCursor(document.text, block.offset + line.start - line.column, block.line + line.line);
  cursor.blockLine = block.line;
  cursor.blockOffset = block.offset;
  const headers: HeaderSpan[] = [];
  if (curl) {
    readCurl(cursor, headers);
  } else {
    cursor.next();
    readHeaders(cursor, new BlockDraft(), headers);
  }
  return headers.flatMap((span): HttpHeader[] => {
    const field = fieldOf(document, block, span, expand);
    const nameRange = rangeOf(block, span.name);
    const valueRange = rangeOf(block, span.value);
    return field ? [{ ...field, nameRange, valueRange, range: rangeOf(block, span.field), span }] : [];
  });
}

function fieldOf(
  document: HttpDocument,
  block: RequestBlock,
  { name, value, isBearerOption, isVariable }: HeaderSpan,
  expand: (text: string) => string | undefined,
): Pick<HttpHeader, "name" | "value"> | undefined {
  const written = textOf(document, block, name);
  const text = headerValue(document, block, value);
  if (isBearerOption) return { name: AUTHORIZATION, value: `Bearer ${text}` };
  if (!isVariable) return { name: written, value: text };
  if (name.start === value.start) return fieldIn(expand(text));
  const known = expand(written);
  return { name: known?.includes("{{") === false ? known : written, value: text };
}

/** The name and value of a header in a text. */
function fieldIn(text = ""): Pick<HttpHeader, "name" | "value"> | undefined {
  const colon = text.indexOf(":");
  const name = text.slice(0, colon).trim();
  const value = text.slice(colon + 1).trim();
  const isField = colon > 0 && /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[\r\n]/.test(value);
  return isField ? { name, value } : undefined;
}

/** A header's value as one line, without a command's quotes. */
export function headerValue(document: HttpDocument, block: Block, value: ValueSpan): string {
  const written = textOf(document, block, value);
  if (value.quote) return unquote(written, value.quote).trim();
  if (value.line === value.endLine) return written;
  const lines = written.split(/\r\n|\r|\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "").join(" ");
}
