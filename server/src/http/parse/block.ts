import { readComment } from "./comments.ts";
import { isCurl, readCurl } from "./curl.ts";
import type { LineCursor } from "./cursor.ts";
import { readHeaders } from "./headers.ts";
import { BlockDraft } from "./draft.ts";
import type { Block, Span } from "./model.ts";
import { readPreamble, readVariable, skipScript } from "./preamble.ts";
import { followsWithoutSeparator, readRequestLine, type RequestLine } from "./requestLine.ts";
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
  const requestLine = cursor.atBlockEnd() ? null : readRequest(cursor, draft);
  skipRest(cursor, requestLine);
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
 * Reads a request up to its body, if there is one: a block may also be prose or a saved response.
 * @returns its request line, or `null` for a `curl` command or if there is no request
 */
function readRequest(cursor: LineCursor, draft: BlockDraft): RequestLine | null {
  if (isCurl(cursor)) {
    draft.request = readCurl(cursor);
    return null;
  }
  const requestLine = readRequestLine(cursor);
  if (!requestLine) {
    readVariables(cursor, draft);
    return null;
  }
  cursor.next();
  const { profile } = draft;
  draft.profile = null;
  readHeaders(cursor, draft);
  draft.headerProfile = draft.profile;
  draft.profile = profile;
  const { line, method, url, version, acceptsHeader } = requestLine;
  const { urlParts, authorization, hasFurtherAuthorization, variableLines } = draft;
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
    variableLines,
    bodyLine,
    curl: null,
  };
  return requestLine;
}

/** Reads to the end of a block without a request: tools find variables in prose too. */
function readVariables(cursor: LineCursor, draft: BlockDraft): void {
  for (; !cursor.atBlockEnd(); cursor.next()) readVariable(cursor, draft);
}

/**
 * Goes to the next block: to the separator, or to a request without one. It looks for such a request among the headers,
 * and after a request without a body, past variables and the comments directly above the next request.
 */
function skipRest(cursor: LineCursor, requestLine: RequestLine | null): void {
  if (requestLine && !cursor.atBlockEnd()) {
    if (followsWithoutSeparator(cursor)) return;
    if (!requestLine.mayHaveBody) {
      let above = null;
      let hasVariable = false;
      for (; !cursor.atBlockEnd(); cursor.next()) {
        if (followsWithoutSeparator(cursor)) {
          if (above) cursor.reset(above);
          return;
        }
        const isVariable = readVariable(cursor);
        if (isVariable || readComment(cursor)) above ??= cursor.mark();
        else if (skipScript(cursor)) above = null;
        else if (!cursor.blank) break;
        else if (!hasVariable) above = null;
        hasVariable = above !== null && (hasVariable || isVariable);
        if (cursor.atBlockEnd()) break;
      }
    }
  }
  cursor.skipBlock();
}
