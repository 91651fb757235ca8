import { isAlone, readComment, skipBlockComment } from "./comments.ts";
import type { LineCursor } from "./cursor.ts";
import type { BlockDraft } from "./draft.ts";
import { findPair, isBlank, skipBlanks, trimEnd } from "./text.ts";

const QUESTION = 0x3f;
const LESS = 0x3c;
const GREATER = 0x3e;
const AT = 0x40;
const EQUALS = 0x3d;
const COLON = 0x3a;

const LOWER_A = 0x61;
const LOWER_F = 0x66;
const LOWER_M = 0x6d;
const LOWER_Q = 0x71;

const GRAPHQL = /^(?:(?:query|mutation)(?:\s+\w+)?\s*[({@]|fragment\s+\w+\s+on\s)/;

const LONGEST_INCLUSION = 1024;

/** Reads the lines that may precede a request, up to the first line that may not, or to the end of the block. */
export function readPreamble(cursor: LineCursor, draft: BlockDraft): void {
  for (; !cursor.atBlockEnd(); cursor.next()) {
    const skipped =
      cursor.blank ||
      readComment(cursor, draft) ||
      readVariable(cursor, draft) ||
      skipBlockComment(cursor) ||
      skipScript(cursor) ||
      isInclusion(cursor) ||
      skipGraphql(cursor);
    if (!skipped) return;
    if (cursor.atBlockEnd()) break; // inside an unclosed script or comment
  }
}

/** Skips an operation or a fragment of GraphQL that requests refer to: httpYac reads it up to a blank line. */
function skipGraphql(cursor: LineCursor): boolean {
  const { text, first, end } = cursor;
  const code = text.charCodeAt(first);
  if (code !== LOWER_F && code !== LOWER_M && code !== LOWER_Q) return false;
  if (!GRAPHQL.test(text.slice(first, Math.min(end, first + LONGEST_INCLUSION)))) return false;
  do cursor.next();
  while (!cursor.atBlockEnd() && !cursor.blank);
  return true;
}

/** JetBrains' `import x.http` and `run x.http`, httpYac's `proto < x.proto` and `gql name < x.gql`. */
function isInclusion(cursor: LineCursor): boolean {
  const { text, first, end } = cursor;
  if (text.charCodeAt(first) < LOWER_A || end - first > LONGEST_INCLUSION) return false;
  return /^(?:import\s+\S|run\s+[#./\w]|proto\s+<\s|gql(?:\s+[^\s(]+)?\s+<\s)/.test(text.slice(first, end));
}

/** Reads `@name = value`. Takes any line that starts with `@`, so that a half-typed one does not hide the request. */
export function readVariable(cursor: LineCursor, draft?: BlockDraft): boolean {
  const { text, first, end } = cursor;
  if (text.charCodeAt(first) !== AT) return false;
  let at = first + 1;
  while (at < end && !isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== EQUALS) at++;
  // httpYac evaluates `@name := value` later, which makes no difference here.
  const nameEnd = text.charCodeAt(at - 1) === COLON ? at - 1 : at;
  let equals = skipBlanks(text, at, end);
  if (text.charCodeAt(equals) === COLON) equals++;
  if (nameEnd === first + 1 || equals >= end || text.charCodeAt(equals) !== EQUALS) return true;
  if (!draft) return true;
  const from = skipBlanks(text, equals + 1, end);
  draft.variables.push({
    name: cursor.span(first + 1, nameEnd),
    value: cursor.span(from, trimEnd(text, from, end)),
  });
  return true;
}

/** A line that starts a script or an assertion, or refers to a file: `< {%`, `> x.js`, `<@ x`, `<> x`, `??`, `{{`. */
export function isScript(cursor: LineCursor): boolean {
  const { text, first, end } = cursor;
  const code = text.charCodeAt(first);
  if (code === QUESTION) return text.charCodeAt(first + 1) === QUESTION;
  if (code === LESS || code === GREATER) {
    if (first + 1 === end) return true;
    const following = text.charCodeAt(first + 1);
    return isBlank(following) || following === GREATER || following === AT || text.startsWith("{%", first + 1);
  }
  // `{{base}}/path` is a URL and `{{name}}: value` a header; the first line of a script closes nothing.
  return text.startsWith("{{", first) && findPair(text, "}}", first + 2, end) < 0;
}

/** Skips a script up to its last line: `%}` closes `< {%`, a line `}}` closes `{{`; all others have one line. */
export function skipScript(cursor: LineCursor): boolean {
  if (!isScript(cursor)) return false;
  const { text, first, end } = cursor;
  if (text.startsWith("{{", first)) {
    do cursor.next();
    while (!cursor.atBlockEnd() && !isAlone(cursor, "}}"));
    return true;
  }
  const open = skipBlanks(text, first + 1, end);
  if (text.charCodeAt(first) === QUESTION || !text.startsWith("{%", open)) return true;
  if (findPair(text, "%}", open + 2, end) >= 0) return true;
  do cursor.next();
  while (!cursor.atBlockEnd() && findPair(text, "%}", cursor.first, cursor.end) < 0);
  return true;
}
