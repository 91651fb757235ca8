import { readComment } from "./comments.ts";
import type { Directives } from "./comments.ts";
import { isCurl, readCurl } from "./curl.ts";
import type { LineCursor } from "./cursor.ts";
import { readHeaders } from "./headers.ts";
import type { Block, RequestSpan, Span, VariableSpan } from "./model.ts";
import { readPreamble, readVariable, skipScript } from "./preamble.ts";
import { followsWithoutSeparator, mayHaveBody, recognizeRequestLine } from "./requestLine.ts";
import { skipBlanks, trimEnd } from "./text.ts";

const HASH = 0x23;
// Most blocks have none: they need no list of their own.
const NO_VARIABLES: readonly VariableSpan[] = [];

/**
 * Reads the block that starts at the cursor's line and leaves the cursor on the next one or at the end.
 * `###` separates wherever it stands, also in a body or a script, as in most dialects; so a block is read without a look at
 * its neighbours, and one that nobody closed ends with it.
 */
export function readBlock(cursor: LineCursor): Block {
  cursor.beginBlock();
  const isSeparated = cursor.separator;
  const title = isSeparated ? readTitle(cursor) : null;
  if (isSeparated) cursor.next();

  const directives: Directives = { name: null, profile: null };
  const variables: VariableSpan[] = [];
  readPreamble(cursor, directives, variables);
  const profile = directives.profile;
  directives.profile = null;
  const request = cursor.atBlockEnd() ? null : readRequest(cursor, directives, variables);
  skipRest(cursor, request);
  return {
    line: cursor.blockLine,
    offset: cursor.blockOffset,
    lineCount: cursor.line - cursor.blockLine,
    length: cursor.start - cursor.blockOffset,
    isSeparated,
    title,
    name: directives.name,
    profile,
    headerProfile: directives.profile,
    variables: variables.length > 0 ? variables : NO_VARIABLES,
    request,
  };
}

function readTitle(cursor: LineCursor): Span | null {
  const { text, from, end } = cursor;
  let at = from;
  while (at < end && text.charCodeAt(at) === HASH) at++;
  const start = skipBlanks(text, at, end);
  return start < end ? cursor.span(start, trimEnd(text, start, end)) : null;
}

/** Reads a request up to its body. @returns `null` where the block has none: it starts with prose or a saved response */
function readRequest(cursor: LineCursor, directives: Directives, variables: VariableSpan[]): RequestSpan | null {
  if (isCurl(cursor)) return readCurl(cursor);
  const request = recognizeRequestLine(cursor);
  if (!request) return null;
  cursor.next();
  readHeaders(cursor, request, directives, variables);
  request.bodyLine = cursor.line - cursor.blockLine;
  return request;
}

/**
 * Goes to the next block: to the separator, or to a request that follows without one. It does so among the headers, and
 * where a request without a body has ended, with the comments and variables right above it.
 */
function skipRest(cursor: LineCursor, request: RequestSpan | null): void {
  if (request && !request.curl && !cursor.atBlockEnd()) {
    if (followsWithoutSeparator(cursor)) return;
    if (!mayHaveBody(cursor, request)) {
      let above = null;
      for (; !cursor.atBlockEnd(); cursor.next()) {
        if (followsWithoutSeparator(cursor)) {
          if (above) cursor.reset(above);
          return;
        }
        const line = cursor.mark();
        if (readComment(cursor, { name: null, profile: null }) || readVariable(cursor, [])) above ??= line;
        else if (cursor.blank || skipScript(cursor)) above = null;
        else break;
        if (cursor.atBlockEnd()) break;
      }
    }
  }
  cursor.skipBlock();
}
