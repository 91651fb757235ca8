/** Finds known tokens wherever they stand in a text: in any header, a URL, a body, a comment, a script. */
import type { KnownToken } from "./analysisContext.ts";

/** How a token is written: as it is, percent-encoded (RFC 3986 §2.1), or with the `\/` of JSON. */
export type TokenEncoding = "plain" | "percent" | "json";

/** A known token in a text; UTF-16 offsets. */
export interface FoundToken {
  readonly start: number;
  readonly end: number;
  readonly token: string;
  readonly known: KnownToken;
  readonly encoding: TokenEncoding;
}

export type TokenLookup = (token: string) => KnownToken | undefined;

/** What no token has in it: white space, quotes, brackets, and what parts values from each other. */
const RUN = /(?:\\\/|[^\s"'`<>{}()[\],;|^\\])+/g;

/** Lengths of tokens, in UTF-16 units as they are written. */
const SHORTEST = 4;
const LONGEST = 8192;

/** So many places in one run are tried as a token's start or end: more is data. */
const MOST_PLACES = 24;

/** @param from and `to`: the part of the text to search */
export function findTokens(text: string, from: number, to: number, lookup: TokenLookup): FoundToken[] {
  const found: FoundToken[] = [];
  const part = text.slice(from, to);
  for (const { 0: run, index } of part.matchAll(RUN)) {
    if (run.length < SHORTEST || !mayHoldToken(run)) continue;
    // `\n` of a JSON text ends in a letter that is no part of what follows.
    const isEscape = part.charAt(index - 1) === "\\" && /^[nrt]/.test(run);
    tokensIn(run, isEscape, lookup, (start, end, token, known, encoding) => {
      found.push({ start: from + index + start, end: from + index + end, token, known, encoding });
    });
  }
  return found;
}

/** A token is `user/secret`, or long and no word. */
function mayHoldToken(text: string): boolean {
  return text.includes("/") || /%2f/i.test(text) || (text.length >= 16 && /\d/.test(text));
}

/** Tries all parts of a run between the marks that can stand before a token and behind it, the longest first. */
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
  }
  // What ends a sentence.
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
  if (written.includes("\\/")) forms.push(["json", written.replaceAll("\\/", "/")]);
  for (const [encoding, token] of forms) {
    const known = token === undefined ? undefined : lookup(token);
    if (token !== undefined && known) return { token, known, encoding };
  }
  return undefined;
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
