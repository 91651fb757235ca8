import type { TokenEncoding } from "../facts/knownTokens.ts";

/** What can stand in a URL, a form, a shell's word and a JSON text as it is. */
const SAFE = /^[\w/.:~-]+$/;

/**
 * Writes a token as another one is written that it takes the place of.
 * @returns `undefined` where the token could not be read from there again
 */
export function encodeToken(token: string, encoding: TokenEncoding): string | undefined {
  switch (encoding) {
    case "percent":
      return encodeURIComponent(token).replaceAll("'", "%27");
    case "json":
      return SAFE.test(token) ? token.replaceAll("/", "\\/") : undefined;
    case "plain":
      return SAFE.test(token) ? token : undefined;
  }
}
