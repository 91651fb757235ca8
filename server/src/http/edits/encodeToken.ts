import type { TokenEncoding } from "../facts/knownTokens.ts";

/** Characters that do not end a value or a word, in a URL, a form, JSON, a cookie or a shell. */
const SAFE = /^[\w/.:~+=@-]+$/;

/**
 * Writes a token in the encoding of the one it replaces.
 * @returns `undefined` if the result could not be read back
 */
export function encodeToken(token: string, encoding: TokenEncoding): string | undefined {
  switch (encoding) {
    case "percent":
      return percentEncoded(token);
    case "percentTwice":
      return percentEncoded(percentEncoded(token));
    case "json":
      return token.replaceAll("/", "\\/").replace(/[^\w/.:~\\-]/g, unicodeEscape);
    case "plain":
      return SAFE.test(token) ? token : undefined;
  }
}

function percentEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll("'", "%27");
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
