import { readComment } from "./comments.ts";
import { isCurl, readCurl } from "./curl.ts";
import type { LineCursor } from "./cursor.ts";
import { readHeaders } from "./headers.ts";
import { BlockDraft } from "./draft.ts";
import type { Block, Span } from "./model.ts";
import { readPreamble, readVariable, skipScript } from "./preamble.ts";
import { followsWithoutSeparator, readRequestLine } from "./requestLine.ts";
import { skipBlanks, trimEnd } from "./text.ts";

const HASH = 0x23;

/**
 * Reads the block that starts at the cursor's line, and leaves the cursor on the next block or at the end. `###` always
 * separates, even in a body or a script, as in most dialects. So a block can be read without its neighbours, and an
 * unclosed script or comment ends with its block.
 */
export function readBlock(cursor: LineCursor): Block {
  cursor.beginBlock();
  const draft = new BlockDraft();
  const isSeparated = cursor.separator;
  if (isSeparated) {
    draft.title = readTitle(cursor);
    cursor.next();
  }
  readPreamble(cursor, draft);
  const isAtNext = cursor.atBlockEnd() || readRequest(cursor, draft);
  if (!isAtNext) cursor.skipBlock();
  const { blockLine: line, blockOffset: offset } = cursor;
  const { title, name, profile, headerProfile, variables, request } = draft;
  return {
    line,
    offset,
    lineCount: cursor.line - line,
    length: cursor.start - offset,
    isSeparated,
    title,
    name,
    profile,
    headerProfile,
    variables,
    request,
  };
}

function readTitle(cursor: LineCursor): Span | null {
  const { text, from, end } = cursor;
  let at = from;
  while (at < end && text.charCodeAt(at) === HASH) at++;
  const start = skipBlanks(text, at, end);
  return start === end ? null : cursor.span(start, trimEnd(text, start, end));
}

/**
 * Reads a request up to its body, if there is one: a block may also be prose, up to the next request, or a saved response.
 * @returns true if the next block starts here
 */
function readRequest(cursor: LineCursor, draft: BlockDraft): boolean {
  if (isCurl(cursor)) {
    draft.request = readCurl(cursor);
    return false;
  }
  const requestLine = readRequestLine(cursor);
  if (!requestLine) {
    if (!isStatusLine(cursor)) return skipToRequest(cursor, draft, true);
    readVariables(cursor, draft);
    return false;
  }
  cursor.next();
  const { profile } = draft;
  draft.profile = null;
  readHeaders(cursor, draft);
  draft.headerProfile = draft.profile;
  draft.profile = profile;
  const { line, method, url, version, acceptsHeader } = requestLine;
  const { urlParts, authorization, hasFurtherAuthorization, hasVariableNames } = draft;
  const bodyLine = cursor.line - cursor.blockLine;
  draft.request = {
    line,
    method,
    url,
    version,
    acceptsHeader,
    urlParts,
    authorization,
    hasFurtherAuthorization,
    hasVariableNames,
    bodyLine,
    curl: null,
  };
  // Another request may follow among the headers, or where one without a body has ended.
  if (cursor.atBlockEnd() || followsWithoutSeparator(cursor)) return true;
  return !requestLine.mayHaveBody && skipToRequest(cursor, draft, false);
}

/** Reads to the end of a saved response: tools find variables there too. */
function readVariables(cursor: LineCursor, draft: BlockDraft): void {
  for (; !cursor.atBlockEnd(); cursor.next()) readVariable(cursor, draft);
}

function isStatusLine({ text, first }: LineCursor): boolean {
  return text.startsWith("HTTP/", first);
}

/**
 * Goes to a request without a separator, or to the variables and the comments directly above it. The draft takes the
 * variables above those.
 * @param isProse whether any text may come first; otherwise it is a body, which has no variables
 * @returns false if there is no such request
 */
function skipToRequest(cursor: LineCursor, draft: BlockDraft, isProse: boolean): boolean {
  const first = draft.variables.length;
  let above = null;
  let known = 0;
  let hasVariable = false;
  for (; !cursor.atBlockEnd(); cursor.next()) {
    if (followsWithoutSeparator(cursor)) {
      if (above) cursor.reset(above);
      if (above) draft.variables.length = known;
      return true;
    }
    const before = draft.variables.length;
    const isVariable = readVariable(cursor, draft);
    if (isVariable || readComment(cursor)) {
      if (!above) known = before;
      above ??= cursor.mark();
    } else if (skipScript(cursor)) above = null;
    else if (!cursor.blank) {
      if (!isProse) {
        draft.variables.length = first;
        return false;
      }
      above = null;
    } else if (!hasVariable) above = null;
    hasVariable = above !== null && (hasVariable || isVariable);
    if (cursor.atBlockEnd()) break;
  }
  return false;
}
