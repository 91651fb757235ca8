import type { TokenEncoding } from "../facts/knownTokens.ts";

/** Characters that need no escaping in a URL, a form or a shell word. */
const SAFE = /^[\w/.:~-]+$/;

/**
 * Writes a token in the encoding of the one it replaces.
 * @returns `undefined` if the result could not be read back
 */
export function encodeToken(token: string, encoding: TokenEncoding): string | undefined {
  switch (encoding) {
    case "percent":
      return encodeURIComponent(token).replaceAll("'", "%27");
    case "json":
      return token.replaceAll("/", "\\/").replace(/[^\w/.:~\\-]/g, unicodeEscape);
    case "plain":
      return SAFE.test(token) ? token : undefined;
  }
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
