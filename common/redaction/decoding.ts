/**
 * Undoes the encodings that a secret may have passed through: URL encoding, the escapes of JSON and JavaScript, HTML's
 * character references, mixed and nested. Uses scanners rather than regular expressions with alternatives: each unit is
 * read once, so no foreign text can slow it down.
 */

/** The part of the original that each UTF-16 unit of a text comes from. */
interface Origin {
  starts: Uint32Array;
  ends: Uint32Array;
}

/** A text after some decoding. */
export interface DecodedText {
  text: string;
  /** Its words are joined into one. */
  isJoined?: boolean;
  /** It was quoted-printable, so no mark in it begins an escape. */
  isUnquoted?: boolean;
  /** Absent for the original itself. */
  readonly origin?: Origin | undefined;
}

/** Each layer of encodings takes one round. */
const MOST_ROUNDS = 8;

/**
 * The original, the text after each layer of decoding, and each of those again with runs of {@link UNREADABLE} merged,
 * without gaps, and with quoted-printable bytes decoded.
 */
export function decodings(text: string): DecodedText[] {
  return layers(text).flatMap((each) =>
    [each, each.text.includes(UNREADABLE) ? damaged(each) : undefined, joined(each), unquoted(each)].filter(
      (variant) => variant !== undefined,
    ),
  );
}

/** The original, and the text after each layer of decoding. A server's token may be encoded a million times. */
function layers(text: string): DecodedText[] {
  const found: DecodedText[] = [];
  for (
    let next: DecodedText | undefined = { text };
    next !== undefined && found.length < MOST_ROUNDS;
    next = decode(next)
  ) {
    found.push(next);
  }
  return found;
}

/** {@link withoutGaps}; `undefined` if there are none. */
function joined(source: DecodedText): DecodedText | undefined {
  const text = lazily(source, GAP, () => "");
  return text && Object.assign(text, { isJoined: true });
}

/** Without the white space of lines that were broken, the zero bytes of UTF-16, and the commas and `0x` of a list of bytes. */
export function withoutGaps(text: string): string {
  return text.replace(GAP, "");
}

/** Base64 may contain `0x`, but no comma. */
const GAP = /[\s\0]+|,[\s\0]*(?:0x)?/g;

/** With the bytes and soft line breaks of quoted-printable text (RFC 2045 §6.7) decoded; `undefined` if it is not. */
function unquoted(source: DecodedText): DecodedText | undefined {
  const text = lazily(source, /=(?:\r?\n|[\da-f]{2})/gi, (found) =>
    found.endsWith("\n") ? "" : String.fromCharCode(Number.parseInt(found.slice(1), 16)),
  );
  return text && Object.assign(text, { isUnquoted: true });
}

/**
 * A text with the matches of a pattern replaced by fewer units; `undefined` if there are none. Where its parts come from
 * is found only once a secret is in it, because nearly every text has white space, and hardly any has a secret.
 */
function lazily(source: DecodedText, pattern: RegExp, replace: (found: string) => string): DecodedText | undefined {
  const text = source.text.replace(pattern, replace);
  if (text.length === source.text.length) return undefined;
  let origin: Origin | undefined;
  return {
    text,
    get origin() {
      return (origin ??= rewritten(source, pattern, (_at, found) => ({
        length: found.length,
        value: replace(found),
      }))?.origin);
    },
  };
}

/** What characters turn into when a text is read in the wrong encoding. */
export const UNREADABLE = "\ufffd";

function damaged(source: DecodedText): DecodedText {
  return rewritten(source, /\ufffd+/g, (_at, run) => ({ length: run.length, value: UNREADABLE })) ?? source;
}

/** The text with its encodings undone. */
export function fullyDecoded(text: string): string {
  return layers(text).at(-1)?.text ?? text;
}

/** Part of a text, in UTF-16 units. */
export interface Range {
  start: number;
  end: number;
}

/** The part of the original that some units come from. */
export function originOf({ origin }: DecodedText, from: number, to: number): Range {
  return { start: origin?.starts[from] ?? from, end: origin?.ends[to - 1] ?? to };
}

/** Some units of an encoding and the character they encode. */
interface EncodedUnit {
  length: number;
  value: string;
}

type UnitOf = (at: number, found: string) => EncodedUnit | undefined;

/** `undefined` if nothing is encoded. */
function decode(source: DecodedText): DecodedText | undefined {
  return rewritten(source, /\\+|[%&]/g, (at, found) => unitAt(source.text, at, found.length));
}

/** Replaces the matches of a pattern; `undefined` if there are none. */
function rewritten(source: DecodedText, pattern: RegExp, unitOf: UnitOf): DecodedText | undefined {
  const { text, origin } = source;
  let match = pattern.exec(text);
  while (match !== null && unitOf(match.index, match[0]) === undefined) match = pattern.exec(text);
  if (match === null) return undefined;
  const starts = new Uint32Array(text.length);
  const ends = new Uint32Array(text.length);
  const parts: string[] = [];
  let size = 0;
  let from = 0;
  const copyTo = (to: number): void => {
    parts.push(text.slice(from, to));
    for (; from < to; from += 1, size += 1) {
      starts[size] = origin === undefined ? from : (origin.starts[from] ?? 0);
      ends[size] = origin === undefined ? from + 1 : (origin.ends[from] ?? 0);
    }
  };
  for (; match !== null; match = pattern.exec(text)) {
    const unit = unitOf(match.index, match[0]);
    if (unit === undefined) continue;
    copyTo(match.index);
    const { start, end } = originOf(source, from, from + unit.length);
    for (const next = size + unit.value.length; size < next; size += 1) {
      starts[size] = start;
      ends[size] = end;
    }
    parts.push(unit.value);
    from += unit.length;
    pattern.lastIndex = from;
  }
  copyTo(text.length);
  return { text: parts.join(""), origin: { starts: starts.subarray(0, size), ends: ends.subarray(0, size) } };
}

function unitAt(text: string, at: number, length: number): EncodedUnit | undefined {
  const first = text[at];
  return first === "\\" ? escapeAt(text, at, at + length) : first === "%" ? percentAt(text, at) : referenceAt(text, at);
}

/** The short escapes of JSON (RFC 8259 §7). */
const SHORT_ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/**
 * Backslashes double whenever a text is escaped again, so a run of them counts as one. On their own they decode to
 * nothing.
 */
function escapeAt(text: string, at: number, end: number): EncodedUnit | undefined {
  const letter = text[end] ?? "";
  // Bytes in octal have three digits, as git and C write them.
  const [from, digits, base]: [number, number, 8 | 16] =
    letter === "u" ? [end + 1, 4, 16] : letter === "x" ? [end + 1, 2, 16] : [end, 3, 8];
  const isNumber = base === 16 || (letter >= "0" && letter <= "3");
  if (isNumber && from + digits > text.length) return undefined;
  const code = isNumber ? numberAt(text, from, digits, base) : undefined;
  if (code !== undefined) return { length: from + digits - at, value: String.fromCharCode(code) };
  const short = Object.hasOwn(SHORT_ESCAPES, letter) ? SHORT_ESCAPES[letter] : undefined;
  return short === undefined ? { length: end - at, value: "" } : { length: end + 1 - at, value: short };
}

/** Bytes of UTF-8, else of Latin-1; also `%u002F` as written by JavaScript's `escape`. */
function percentAt(text: string, at: number): EncodedUnit | undefined {
  const unit = text[at + 1] === "u" ? hexAt(text, at + 2, 4) : undefined;
  if (unit !== undefined) return { length: 6, value: String.fromCharCode(unit) };
  const lead = hexAt(text, at + 1, 2);
  if (lead === undefined) return undefined;
  const count = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
  let code = count === 1 ? lead : lead & (0x7f >> count);
  for (let index = 1; index < count; index += 1) {
    const next = text[at + 3 * index] === "%" ? hexAt(text, at + 3 * index + 1, 2) : undefined;
    if (next === undefined || (next & 0xc0) !== 0x80) return { length: 3, value: String.fromCharCode(lead) };
    code = (code << 6) | (next & 0x3f);
  }
  return { length: 3 * count, value: code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code) };
}

/**
 * HTML's names for ASCII characters other than letters and digits. @see
 * https://html.spec.whatwg.org/multipage/named-characters.html
 */
const NAMES: Readonly<Record<string, string>> = {
  ...{ Tab: "\t", NewLine: "\n", excl: "!", quot: '"', num: "#", dollar: "$", percnt: "%", amp: "&", apos: "'" },
  ...{ lpar: "(", rpar: ")", ast: "*", midast: "*", plus: "+", comma: ",", period: ".", sol: "/", colon: ":" },
  ...{ semi: ";", lt: "<", equals: "=", gt: ">", quest: "?", commat: "@", lsqb: "[", lbrack: "[", bsol: "\\" },
  ...{ rsqb: "]", rbrack: "]", Hat: "^", lowbar: "_", UnderBar: "_", grave: "`", lcub: "{", lbrace: "{" },
  ...{ verbar: "|", vert: "|", rcub: "}", rbrace: "}", nbsp: "\u00a0", QUOT: '"', AMP: "&", LT: "<", GT: ">" },
};

/** The longest reference to a single character. */
const LONGEST_REFERENCE = 20;

function referenceAt(text: string, at: number): EncodedUnit | undefined {
  let end = at + 1;
  while (end < at + LONGEST_REFERENCE && text[end] !== ";") end += 1;
  if (text[end] !== ";") return undefined;
  const name = text.slice(at + 1, end);
  const value = name.startsWith("#") ? numbered(name) : Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  return value === undefined ? undefined : { length: end + 1 - at, value };
}

function numbered(name: string): string | undefined {
  const isHex = name[1] === "x" || name[1] === "X";
  const digits = name.slice(isHex ? 2 : 1);
  const code = (isHex ? /^[\da-f]+$/i : /^\d+$/).test(digits) ? Number.parseInt(digits, isHex ? 16 : 10) : Infinity;
  return code > 0x10ffff ? undefined : String.fromCodePoint(code);
}

/** Parses hexadecimal digits. */
function hexAt(text: string, at: number, digits: number): number | undefined {
  return numberAt(text, at, digits, 16);
}

function numberAt(text: string, at: number, digits: number, base: 8 | 16): number | undefined {
  let value = 0;
  for (let index = at; index < at + digits; index += 1) {
    const digit = HEX_DIGITS.indexOf(text[index] ?? "g") >> 1;
    if (digit < 0 || digit >= base) return undefined;
    value = value * base + digit;
  }
  return value;
}

/** Each digit twice, in lower and upper case, so that half its index is its value. */
const HEX_DIGITS = "00112233445566778899aAbBcCdDeEfF";
