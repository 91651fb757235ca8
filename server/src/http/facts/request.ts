import type { Position, Range } from "../../../../common/protocol/documents.ts";
import { readCurl } from "../parse/curl.ts";
import { LineCursor } from "../parse/cursor.ts";
import { Draft } from "../parse/draft.ts";
import { lineAt } from "./places.ts";
import { readHeaders } from "../parse/headers.ts";
import { unquote } from "../parse/shell.ts";
import { hasRequest, rangeOf, textOf } from "../parse/model.ts";
import type { Block, HeaderSpan, HttpDocument, RequestSpan, ValueSpan } from "../parse/model.ts";

/** A request at its place in the document. All lines and ranges are the document's. */
export interface HttpRequest {
  /** Its block: from the separator (or the start of the document) to the next one. */
  range: Range;
  requestLine: number;
  /** The last line that continues the URL; the request line's own where none does. */
  requestLineEnd: number;
  /** The request line without the white space around it. */
  requestLineRange: Range;
  /** In capitals. */
  method: string;
  /** As written, with the lines that continue it. */
  url: string;
  /** Its part in the request line. */
  urlRange: Range;
  httpVersion?: string;
  title?: string;
  name?: string;
  profile?: string;
  /** The first line after the headers; the document's line count where they are its end. */
  bodyLine: number;
  acceptsHeader: boolean;
}

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

export function requestOf(document: HttpDocument, block: Block): HttpRequest | null {
  const { request } = block;
  if (!request) return null;
  const profile = profileOf(document, block);
  return {
    range: blockRange(document, block),
    requestLine: block.line + request.line.line,
    requestLineEnd: block.line + (request.urlParts.at(-1) ?? request.line).line,
    requestLineRange: rangeOf(block, request.line),
    method: methodOf(document, block, request),
    url: [request.url, ...request.urlParts].map((part) => textOf(document, block, part)).join(""),
    urlRange: rangeOf(block, request.url),
    ...(request.version && { httpVersion: textOf(document, block, request.version) }),
    ...(block.title && { title: textOf(document, block, block.title) }),
    ...(block.name && { name: textOf(document, block, block.name) }),
    ...(profile !== undefined && { profile }),
    bodyLine: block.line + request.bodyLine,
    acceptsHeader: request.acceptsHeader,
  };
}

export function requestsOf(document: HttpDocument): HttpRequest[] {
  return document.blocks.map((block) => requestOf(document, block)).filter((request) => request !== null);
}

/** All headers of a block's request, read again from its text: the model keeps only `Authorization`. */
export function headersOf(document: HttpDocument, block: Block): HttpHeader[] {
  if (!block.request) return [];
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
    value: (header.isBearerOption ? "Bearer " : "") + valueOf(document, block, header.value),
    nameRange: rangeOf(block, header.name),
    valueRange: rangeOf(block, header.value),
    range: rangeOf(block, header.field),
    span: header,
  }));
}

/** A header's value on one line and without a command's quotes. */
export function valueOf(document: HttpDocument, block: Block, value: ValueSpan): string {
  const written = textOf(document, block, value);
  if (value.quote) return unquote(written, value.quote).trim();
  if (value.line === value.endLine) return written;
  const lines = written.split(/\r\n|\r|\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "").join(" ");
}

/** The profile that a directive gives a request: its own, else the file's. */
export function profileOf(document: HttpDocument, block: Block): string | undefined {
  if (block.headerProfile) return textOf(document, block, block.headerProfile);
  if (block.profile) return textOf(document, block, block.profile);
  return fileProfile(document);
}

/** The profile that a request names for itself, where it is not the file's anyway. */
export function ownProfileOf(document: HttpDocument, block: Block): string | undefined {
  const profile = profileOf(document, block);
  return profile === fileProfile(document) ? undefined : profile;
}

const fileProfiles = new WeakMap<HttpDocument, string | undefined>();

/**
 * The file's profile stands before the first request: in what a separator opened only where no request follows in there,
 * as it is that one's else. Every request asks, so it is looked for once.
 */
function fileProfile(document: HttpDocument): string | undefined {
  if (!fileProfiles.has(document)) fileProfiles.set(document, findFileProfile(document));
  return fileProfiles.get(document);
}

function findFileProfile(document: HttpDocument): string | undefined {
  let found: string | undefined;
  for (const block of document.blocks) {
    if (block.profile && !(hasRequest(block) && block.isSeparated)) found = textOf(document, block, block.profile);
    if (hasRequest(block)) break;
  }
  return found;
}

export function methodOf(document: HttpDocument, block: Block, request: RequestSpan): string {
  if (request.method) return textOf(document, block, request.method).toUpperCase();
  return request.curl?.impliedMethod ?? "GET";
}

/** From the block's separator to the next one, or to the end of the document. */
function blockRange(document: HttpDocument, block: Block): Range {
  const start = { line: block.line, character: 0 };
  const next = block.line + block.lineCount;
  if (next < document.lineCount) return { start, end: { line: next, character: 0 } };
  return { start, end: endOfBlock(document, block) };
}

/** The end of the block's last line, before that line's break. */
export function endOfBlock(document: HttpDocument, block: Block): Position {
  const line = block.line + block.lineCount - 1;
  const last = lineAt(document, line);
  return { line, character: last ? last.end - last.start : 0 };
}
