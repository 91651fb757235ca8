import type { TokenEncoding } from "../facts/knownTokens.ts";

/** Characters that need no escaping in a URL, a form, a shell word or JSON. */
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
      return SAFE.test(token) ? token.replaceAll("/", "\\/") : undefined;
    case "plain":
      return SAFE.test(token) ? token : undefined;
  }
}
