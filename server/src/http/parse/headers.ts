import { readComment } from "./comments.ts";
import type { LineCursor } from "./cursor.ts";
import type { BlockDraft } from "./draft.ts";
import type { HeaderSpan, Span } from "./model.ts";
import { isScript, readVariable } from "./preamble.ts";
import { followsWithoutSeparator } from "./requestLine.ts";
import { findPair, isTokenChar, skipBlanks, trimEnd } from "./text.ts";

const AMPERSAND = 0x26;
const SLASH = 0x2f;
const COLON = 0x3a;
const QUESTION = 0x3f;
const OPEN_BRACE = 0x7b;

const AUTHORIZATION = "authorization";

/** A header that may continue on the lines below it. */
interface LineHeader extends HeaderSpan {
  value: Span;
  field: Span;
}

/**
 * Reads from the line after the request line up to the first line that is not a header: a blank line, a script, another
 * request or the end of the block. Lines that continue the URL come first (`?` and `&`, `/path`, or anything indented
 * that is not a header), then headers, with comments and variables anywhere. Any other line is skipped, because it is
 * still being typed.
 * @param draft receives the results
 * @param collect receives every header; otherwise only the first `Authorization` is kept
 */
export function readHeaders(cursor: LineCursor, draft: BlockDraft, collect?: HeaderSpan[]): void {
  let inUrl = true;
  // A continuation line directly follows its header (RFC 9112 §5.2), even one that is not kept. httpYac accepts a part of
  // the URL on any line.
  let continues = false;
  let open: LineHeader | null = null;

  for (; !cursor.atBlockEnd() && !cursor.blank && !isScript(cursor); cursor.next()) {
    if (readComment(cursor, draft) || readVariable(cursor, draft)) {
      continues = false;
      continue;
    }
    const colon = inUrl && startsUrlPart(cursor) ? -1 : findColon(cursor);
    if (colon >= 0) {
      const isVariable = cursor.text.slice(cursor.first, colon).includes("{{");
      if (isVariable) draft.hasVariableNames = true;
      const isCredential = isAuthorization(cursor, colon);
      const isFirst: boolean = isCredential && draft.authorization === null;
      if (isCredential && !isFirst) draft.hasFurtherAuthorization = true;
      open = isFirst || collect ? readHeader(cursor, colon, isVariable) : null;
      if (isFirst) draft.authorization = open;
      if (open) collect?.push(open);
      inUrl = false;
      continues = true;
    } else if (inUrl && (cursor.indented || startsUrlPart(cursor))) {
      draft.urlParts.push(cursor.span(cursor.first, trimEnd(cursor.text, cursor.first, cursor.end)));
    } else if (cursor.indented && continues && !startsUrlPart(cursor)) {
      if (open) extend(open, cursor);
    } else {
      if (followsWithoutSeparator(cursor)) break;
      const end = trimEnd(cursor.text, cursor.first, cursor.end);
      if (cursor.text.slice(cursor.first, end).includes("{{")) {
        const line = cursor.span(cursor.first, end);
        draft.hasVariableNames = true;
        collect?.push({ name: line, value: line, field: line, isVariable: true });
      }
      inUrl = continues = false;
    }
  }
}

function startsUrlPart(cursor: LineCursor): boolean {
  const code = cursor.text.charCodeAt(cursor.first);
  return code === QUESTION || code === AMPERSAND || code === SLASH;
}

/** The offset of the colon after a name of token characters and `{{variables}}`, or -1. @see RFC 9110 §5.1 */
function findColon(cursor: LineCursor): number {
  const { text, first, end } = cursor;
  let at = first;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (isTokenChar(code)) {
      at++;
    } else if (code === OPEN_BRACE && text.charCodeAt(at + 1) === OPEN_BRACE) {
      const close = findPair(text, "}}", at + 2, end);
      if (close < 0) return -1;
      at = close + 2;
    } else break;
  }
  if (at === first) return -1;
  at = skipBlanks(text, at, end);
  return at < end && text.charCodeAt(at) === COLON ? at : -1;
}

function isAuthorization(cursor: LineCursor, colon: number): boolean {
  const { text, first } = cursor;
  if (colon - first < AUTHORIZATION.length) return false;
  const nameEnd = trimEnd(text, first, colon);
  return nameEnd - first === AUTHORIZATION.length && text.slice(first, nameEnd).toLowerCase() === AUTHORIZATION;
}

function readHeader(cursor: LineCursor, colon: number, isVariable: boolean): LineHeader {
  const { text, first, end } = cursor;
  const value = skipBlanks(text, colon + 1, end);
  return {
    name: cursor.span(first, trimEnd(text, first, colon)),
    value: cursor.span(value, trimEnd(text, value, end)),
    field: cursor.span(first, end),
    ...(isVariable && { isVariable }),
  };
}

function extend(header: LineHeader, cursor: LineCursor): void {
  header.value = { ...header.value, ...endOf(cursor, trimEnd(cursor.text, cursor.first, cursor.end)) };
  header.field = { ...header.field, ...endOf(cursor, cursor.end) };
}

function endOf(cursor: LineCursor, offset: number): Pick<Span, "end" | "endLine" | "endColumn"> {
  const { end, endLine, endColumn } = cursor.span(cursor.first, offset);
  return { end, endLine, endColumn };
}
