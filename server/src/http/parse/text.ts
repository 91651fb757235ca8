/**
 * Definitions of line, blank and token, in UTF-16 offsets. Every search is bounded by `end`: searching on to the end of
 * the text would make a file with many such lines quadratic.
 */

export const BOM = 0xfeff;
const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

/** The line breaks of LSP; U+2028 and the like are ordinary text. */
export type LineBreak = "\n" | "\r\n" | "\r" | "";

/** The offset of the first line break at or after `from`, or the length of the text. */
export function endOfLine(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= CR && (code === LF || code === CR)) break;
  }
  return at;
}

/** The line break at `end`; empty at the end of the text. */
export function lineBreakAt(text: string, end: number): LineBreak {
  const code = text.charCodeAt(end);
  if (code === LF) return "\n";
  if (code !== CR) return "";
  return text.charCodeAt(end + 1) === LF ? "\r\n" : "\r";
}

/** White space within a line, like `\s` and `trim()` in the dialects: NBSP, a stray BOM and U+2028 count. */
export function isBlank(code: number): boolean {
  if (code <= SPACE) return code === SPACE || (code >= TAB && code <= CR);
  if (code < 0x1680) return code === 0xa0;
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === BOM
  );
}

/** The first offset in `from…end` that is not white space, or `end`. */
export function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** The first offset in `from…end` that is white space, or `end`. */
export function skipWord(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** `end` without the white space before it, but at least `from`. */
export function trimEnd(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

/** The offset of the two characters `pair` within `from…end`, or -1. */
export function findPair(text: string, pair: "}}" | "%}", from: number, end: number): number {
  const first = pair.charCodeAt(0);
  const second = pair.charCodeAt(1);
  for (let at = from; at + 1 < end; at++) {
    if (text.charCodeAt(at) === first && text.charCodeAt(at + 1) === second) return at;
  }
  return -1;
}

const TOKEN = new Uint8Array(128);
for (const char of "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") {
  TOKEN[char.charCodeAt(0)] = 1;
}

/** A character allowed in a header's name. @see RFC 9110 §5.6.2 */
export function isTokenChar(code: number): boolean {
  return TOKEN[code] === 1;
}
