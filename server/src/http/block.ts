import type { Directives } from "./comments.ts";
import type { LineCursor } from "./cursor.ts";
import { readHeaders } from "./headers.ts";
import type { Block, RequestSpan, Span, VariableSpan } from "./model.ts";
import { readPreamble } from "./preamble.ts";
import { skipBlanks, trimEnd } from "./text.ts";

const HASH = 0x23;
// Most blocks have none: they need no list of their own.
const NO_VARIABLES: readonly VariableSpan[] = [];
const NO_PARTS: readonly Span[] = [];

/**
 * Reads the block that starts at the cursor's line and leaves the cursor on the next separator or at the end.
 * `###` separates wherever it stands, also in a body or a script, as in all dialects; so a block is read without a look at
 * its neighbours, and one that nobody closed ends with it.
 */
export function readBlock(cursor: LineCursor): Block {
  cursor.beginBlock();
  const isSeparated = cursor.separator;
  const title = isSeparated ? readTitle(cursor) : null;
  if (isSeparated) cursor.next();

  const directives: Directives = { name: null, profile: null };
  const variables: VariableSpan[] = [];
  const requestLine = readPreamble(cursor, directives, variables);
  const profile = directives.profile;
  directives.profile = null;
  let request: RequestSpan | null = null;
  if (requestLine) {
    cursor.next();
    const { urlParts, authorization } = readHeaders(cursor, directives, variables);
    const bodyLine = cursor.line - cursor.blockLine;
    request = { ...requestLine, urlParts: urlParts.length > 0 ? urlParts : NO_PARTS, authorization, bodyLine };
  }
  cursor.skipBlock();
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
