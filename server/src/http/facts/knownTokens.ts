/** Finds known tokens anywhere in a text: in any header, a URL, a body, a comment or a script. */
import type { KnownToken } from "./analysisContext.ts";

/**
 * How a token is written: plain, percent-encoded (RFC 3986 §2.1), percent-encoded twice as in a URL within a URL, or with
 * JSON's escapes `\/` and `\u002B`.
 */
export type TokenEncoding = "plain" | "percent" | "percentTwice" | "json";

/** A known token in a text; offsets in UTF-16 units. */
export interface FoundToken {
  readonly start: number;
  readonly end: number;
  readonly token: string;
  readonly known: KnownToken;
  readonly encoding: TokenEncoding;
}

export type TokenLookup = (token: string) => KnownToken | undefined;

/**
 * Text that may contain a token. White space, quotes, brackets and separators end it, and whatever no header can carry,
 * such as typographic quotes and dashes.
 */
const RUN = /(?:\\(?:\/|u[\da-f]{4})|[!#$%&*+./:=?@_~\w\xc0-\xff-])+/gi;

/** In UTF-16 units, as written. */
const SHORTEST = 4;
const LONGEST = 8192;

/** What may come before a token in a run, and partly after one too; also percent-encoded, once or twice. */
const MARK = /[=?&#:@*~!/]|\bbearer\+|%(?:25)?(?:0[ad]|2[02367cf]|3[abdf]|40|5[bd]|7[bd])|\\u[\da-f]{4}/gi;

/** How many marks a token may contain, and how many are read in one run; a run with more is data. */
const MOST_IN_TOKEN = 6;
const MOST_IN_RUN = 200;

/** @param from start of the part to search; `to` is its end */
export function findTokens(text: string, from: number, to: number, lookup: TokenLookup): FoundToken[] {
  const found: FoundToken[] = [];
  const part = text.slice(from, to);
  for (const { 0: run, index } of part.matchAll(RUN)) {
    if (run.length < SHORTEST || !mayHoldToken(run)) continue;
    // The letter of a JSON escape such as `\n` is not part of the next word.
    const isEscape = part.charAt(index - 1) === "\\" && /^[nrt]/.test(run);
    tokensIn(run, isEscape, lookup, (start, end, token, known, encoding) => {
      found.push({ start: from + index + start, end: from + index + end, token, known, encoding });
    });
  }
  return found;
}

/** A token is `user/secret`, or long and contains a digit. */
function mayHoldToken(text: string): boolean {
  return text.includes("/") || /%(?:25)?2f|\\u002f/i.test(text) || (text.length >= 16 && /\d/.test(text));
}

/** Tries every part of a run between characters that may delimit a token, the longest first. */
function tokensIn(
  run: string,
  isEscape: boolean,
  lookup: TokenLookup,
  add: (start: number, end: number, token: string, known: KnownToken, encoding: TokenEncoding) => void,
): void {
  const starts = [0, ...(isEscape ? [1] : [])];
  // Marks around a word, as in Markdown.
  const [edge = ""] = /^[_$%+-]*/.exec(run) ?? [];
  if (edge !== "") starts.push(edge.length);
  const ends: number[] = [];
  // A slash is part of a token unless the token's own slash is encoded, or the token is a segment of a path.
  const slash = !run.includes("%") ? "" : /%252f/i.test(run) ? "/%2f" : /%2f/i.test(run) ? "/" : "";
  const mayBeInPath = /[A-Z]/.test(run) && /\d/.test(run);
  for (const { 0: mark, index } of run.matchAll(MARK)) {
    const isPart = isSlash(mark) && !slash.includes(mark.toLowerCase());
    if (isPart && !(mayBeInPath && mark === "/" && isTokenEdge(run, index))) continue;
    starts.push(index + mark.length);
    if (!"=:~".includes(mark)) ends.push(index);
    if (starts.length > MOST_IN_RUN) break;
  }
  // Punctuation that ends a sentence, and padding, which may be the token's own.
  const sentence = endBefore(run, run.length, ".:!?");
  ends.push(endBefore(run, sentence, ".:!?="), endBefore(run, sentence, "_$%~+-"), sentence, run.length);
  ends.sort((a, b) => a - b);
  let reached = 0;
  let first = 0;
  for (const start of starts) {
    if (start < reached) continue;
    while ((ends[first] ?? Infinity) < start + SHORTEST) first++;
    for (let at = Math.min(first + MOST_IN_TOKEN, ends.length) - 1; at >= first; at--) {
      const end = ends[at] ?? 0;
      const match = end - start > LONGEST ? undefined : decoded(run.slice(start, end), lookup);
      if (!match) continue;
      add(start, end, match.token, match.known, match.encoding);
      reached = end;
      break;
    }
  }
}

function endBefore(text: string, end: number, marks: string): number {
  while (end > 0 && marks.includes(text.charAt(end - 1))) end--;
  return end;
}

/** The longest segment of a path to look at, in UTF-16 units. */
const LONGEST_SEGMENT = 200;

/**
 * A segment of a path that looks random: ids, names and UUIDs lack a capital or a digit. Trying every segment would take
 * a digest for each.
 */
const RANDOM = String.raw`(?=[^/]*\d)(?=[^/]*[A-Z])[^/]{8}`;

/** A secret may contain slashes. */
const STARTS_TOKEN = new RegExp(String.raw`^(?:[^/]+/){0,3}${RANDOM}`);
const ENDS_TOKEN = new RegExp(`^${RANDOM}`);

/** Could a token end before this slash of a path, or start after it, with or without a user name? */
function isTokenEdge(run: string, at: number): boolean {
  const before = Math.max(run.lastIndexOf("/", at - 1) + 1, at - LONGEST_SEGMENT);
  return ENDS_TOKEN.test(run.slice(before, at)) || STARTS_TOKEN.test(run.slice(at + 1, at + 1 + LONGEST_SEGMENT));
}

function isSlash(mark: string): boolean {
  return mark === "/" || /^%(?:25)?2f$/i.test(mark);
}

function decoded(written: string, lookup: TokenLookup): Pick<FoundToken, "token" | "known" | "encoding"> | undefined {
  if (!mayHoldToken(written)) return undefined;
  const forms: [TokenEncoding, string | undefined][] = [["plain", written]];
  if (written.includes("%")) {
    const once = percentDecoded(written);
    forms.push(["percent", once]);
    if (once?.includes("%") === true) forms.push(["percentTwice", percentDecoded(once)]);
  }
  if (written.includes("\\")) forms.push(["json", jsonDecoded(written)]);
  for (const [encoding, token] of forms) {
    const known = token === undefined ? undefined : lookup(token);
    if (token !== undefined && known) return { token, known, encoding };
  }
  return undefined;
}

function jsonDecoded(text: string): string {
  return text.replace(/\\(?:u([\da-f]{4})|\/)/gi, (_, code?: string) =>
    code === undefined ? "/" : String.fromCharCode(parseInt(code, 16)),
  );
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
