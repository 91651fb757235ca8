/** Finds known tokens anywhere in a text: in any header, a URL, a body, a comment or a script. */
import type { KnownToken } from "./analysisContext.ts";

/** How a token is written: plain, percent-encoded (RFC 3986 §2.1), or with JSON's escapes `\/` and `\u002B`. */
export type TokenEncoding = "plain" | "percent" | "json";

/** A known token in a text; offsets in UTF-16 units. */
export interface FoundToken {
  readonly start: number;
  readonly end: number;
  readonly token: string;
  readonly known: KnownToken;
  readonly encoding: TokenEncoding;
}

export type TokenLookup = (token: string) => KnownToken | undefined;

/** The characters that end a token: white space, quotes, brackets and separators. */
const RUN = /(?:\\(?:\/|u[\da-f]{4})|[^\s"'`<>{}()[\],;|^\\])+/gi;

/** In UTF-16 units, as written. */
const SHORTEST = 4;
const LONGEST = 8192;

/** Tries at most this many starts and ends in one run; a run with more is data. */
const MOST_PLACES = 24;

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
  return text.includes("/") || /%2f|\\u002f/i.test(text) || (text.length >= 16 && /\d/.test(text));
}

/** Tries every part of a run between characters that may delimit a token, the longest first. */
function tokensIn(
  run: string,
  isEscape: boolean,
  lookup: TokenLookup,
  add: (start: number, end: number, token: string, known: KnownToken, encoding: TokenEncoding) => void,
): void {
  const hasEncodedSlash = /%2f/i.test(run);
  const starts = [0, ...(isEscape ? [1] : [])];
  const ends = [run.length];
  for (let at = 0; at < run.length && starts.length + ends.length < MOST_PLACES; at++) {
    const mark = run.charAt(at);
    if (/[=?&#:@*~!]/.test(mark) || (hasEncodedSlash && mark === "/")) starts.push(at + 1);
    if (/[?&#*!]/.test(mark) || (hasEncodedSlash && mark === "/")) ends.push(at);
    if (mark === "\\" && run.charAt(at + 1) === "u") {
      starts.push(at + 6);
      ends.push(at);
    }
  }
  // Punctuation that ends a sentence.
  let trimmed = run.length;
  while (trimmed > 0 && ".:!?=".includes(run.charAt(trimmed - 1))) trimmed--;
  if (trimmed < run.length) ends.push(trimmed);
  ends.sort((a, b) => b - a);
  let reached = 0;
  for (const start of starts) {
    if (start < reached) continue;
    for (const end of ends) {
      if (end - start < SHORTEST || end - start > LONGEST) continue;
      const match = decoded(run.slice(start, end), lookup);
      if (!match) continue;
      add(start, end, match.token, match.known, match.encoding);
      reached = end;
      break;
    }
  }
}

function decoded(written: string, lookup: TokenLookup): Pick<FoundToken, "token" | "known" | "encoding"> | undefined {
  if (!mayHoldToken(written)) return undefined;
  const forms: [TokenEncoding, string | undefined][] = [["plain", written]];
  if (written.includes("%")) forms.push(["percent", percentDecoded(written)]);
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
