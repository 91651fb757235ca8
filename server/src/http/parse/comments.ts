import type { LineCursor } from "./cursor.ts";
import type { BlockDraft } from "./draft.ts";
import { isBlank, skipBlanks, skipWord, trimEnd } from "./text.ts";

const HASH = 0x23;
const SLASH = 0x2f;
const AT = 0x40;
const EQUALS = 0x3d;
const COLON = 0x3a;

/** Where a comment's text starts after `#…` or `//…`, or -1 if the line is not a comment. */
function commentText(cursor: LineCursor): number {
  const { text, first, end } = cursor;
  const mark = text.charCodeAt(first);
  if (mark !== HASH && (mark !== SLASH || text.charCodeAt(first + 1) !== SLASH)) return -1;
  let at = first;
  while (at < end && text.charCodeAt(at) === mark) at++;
  return at;
}

/**
 * Reads a comment line: `# @name x`, `// @argus profile`, also with `=`. A profile is one word. Our own directive is also
 * read as people mistype it, `# @Argus: profile`, so that no other profile's token is sent.
 * @returns false if the line is not a comment
 */
export function readComment(cursor: LineCursor, draft?: BlockDraft): boolean {
  const { text, end } = cursor;
  const comment = commentText(cursor);
  if (comment < 0) return false;
  const at = skipBlanks(text, comment, end);
  if (text.charCodeAt(at) !== AT) return true;
  const isName = text.startsWith("name", at + 1);
  if (!isName && text.slice(at + 1, at + 1 + "argus".length).toLowerCase() !== "argus") return true;

  const keyEnd = at + (isName ? "@name" : "@argus").length;
  let from = skipBlanks(text, keyEnd, end);
  const mark = from < end ? text.charCodeAt(from) : 0;
  const assigned = mark === EQUALS || (mark === COLON && !isName);
  if (from === keyEnd && !assigned) return true; // either `@names`, or no value at all
  if (assigned) from = skipBlanks(text, from + 1, end);
  const to = isName ? trimEnd(text, from, end) : skipWord(text, from, end);
  if (!draft || from === to) return true;
  if (isName) draft.name = cursor.span(from, to);
  else draft.profile = cursor.span(from, to);
  return true;
}

/** Skips `/*` … up to a closing mark on a line of its own, as httpYac does. */
export function skipBlockComment(cursor: LineCursor): boolean {
  if (!isAlone(cursor, "/*")) return false;
  do cursor.next();
  while (!cursor.atBlockEnd() && !isAlone(cursor, "*/"));
  return true;
}

export function isAlone(cursor: LineCursor, word: string): boolean {
  const { text, first, end } = cursor;
  if (!text.startsWith(word, first)) return false;
  const rest = first + word.length;
  return rest === end || (isBlank(text.charCodeAt(rest)) && skipBlanks(text, rest, end) === end);
}
