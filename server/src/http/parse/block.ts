import { readComment } from "./comments.ts";
import { isCurl, readCurl } from "./curl.ts";
import type { LineCursor } from "./cursor.ts";
import { readHeaders } from "./headers.ts";
import type { Draft } from "./draft.ts";
import type { PackedBlock, Packer } from "./packedBlock.ts";
import { readPreamble, readVariable, skipScript } from "./preamble.ts";
import { followsWithoutSeparator, recognizeRequestLine } from "./requestLine.ts";
import { skipBlanks, trimEnd } from "./text.ts";

const HASH = 0x23;

/**
 * Reads the block that starts at the cursor's line and leaves the cursor on the next one or at the end.
 * `###` separates wherever it stands, also in a body or a script, as in most dialects; so a block is read without a look at
 * its neighbours, and one that nobody closed ends with it.
 */
export function readBlock(cursor: LineCursor, packer: Packer): PackedBlock {
  cursor.beginBlock();
  const { draft } = packer;
  draft.isSeparated = cursor.separator;
  if (cursor.separator) {
    readTitle(cursor, draft);
    cursor.next();
  }
  readPreamble(cursor, draft);
  if (!cursor.atBlockEnd()) readRequest(cursor, draft);
  skipRest(cursor, draft);
  const { blockLine, blockOffset } = cursor;
  return packer.pack(blockLine, blockOffset, cursor.line - blockLine, cursor.start - blockOffset);
}

function readTitle(cursor: LineCursor, draft: Draft): void {
  const { text, from, end } = cursor;
  let at = from;
  while (at < end && text.charCodeAt(at) === HASH) at++;
  const start = skipBlanks(text, at, end);
  if (start === end) return;
  draft.titleStart = start - cursor.blockOffset;
  draft.titleEnd = trimEnd(text, start, end) - cursor.blockOffset;
}

/** Reads a request up to its body, where there is one: a block may start with prose or a saved response. */
function readRequest(cursor: LineCursor, draft: Draft): void {
  if (isCurl(cursor)) {
    draft.curl = readCurl(cursor);
    return;
  }
  draft.hasRequestLine = recognizeRequestLine(cursor, draft.requestLine);
  if (!draft.hasRequestLine) {
    readVariables(cursor, draft);
    return;
  }
  cursor.next();
  const { profile } = draft;
  draft.profile = null;
  readHeaders(cursor, draft);
  draft.headerProfile = draft.profile;
  draft.profile = profile;
  draft.bodyLine = cursor.line - cursor.blockLine;
}

/** Reads to the end of a block without a request: in prose, too, the tools find variables. */
function readVariables(cursor: LineCursor, draft: Draft): void {
  for (; !cursor.atBlockEnd(); cursor.next()) readVariable(cursor, draft);
}

/**
 * Goes to the next block: to the separator, or to a request that follows without one. It does so among the headers, and
 * where a request without a body has ended, with the variables between and the comments right above it.
 */
function skipRest(cursor: LineCursor, { hasRequestLine, requestLine }: Draft): void {
  if (hasRequestLine && !cursor.atBlockEnd()) {
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
