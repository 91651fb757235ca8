import type { Authorization } from "../../../../common/protocol/documents.ts";
import { rangeOf } from "../parse/model.ts";
import type { Block, HeaderSpan, HttpDocument } from "../parse/model.ts";
import { valueOf } from "./request.ts";
import { expand, soleVariable } from "./variables.ts";
import type { Variables } from "./variables.ts";

/** Schemes that may stand alone; any other lone word is a token without its scheme. */
const LONE_SCHEMES = new Set(["aws", "basic", "bearer", "digest", "dpop", "hawk", "negotiate", "ntlm", "oauth"]);

/** An `Authorization` value. @see RFC 9110 §11.4 */
export interface Credentials {
  /** As written; empty where the value starts with none. */
  scheme: string;
  /** What follows the scheme. */
  rest: string;
}

export function splitCredentials(value: string): Credentials {
  const [, word = "", rest = ""] = /^(\S*)(.*)$/s.exec(value) ?? [];
  const isScheme = rest === "" ? LONE_SCHEMES.has(word.toLowerCase()) : /^[\w!#$%&'*+.^`|~-]+$/.test(word);
  return isScheme ? { scheme: word, rest: rest.trim() } : { scheme: "", rest: value };
}

/** May the value hold an access token (RFC 6750)? A value without a scheme may. */
export function isBearer(credentials: Credentials): boolean {
  return credentials.scheme === "" || credentials.scheme.toLowerCase() === "bearer";
}

/** The token in a variable's value, which may hold the scheme too. */
export function withoutBearer(value: string): string {
  return value.replace(/^bearer\s+/i, "");
}

export function credentialsOf(document: HttpDocument, block: Block, header: HeaderSpan): Credentials {
  const value = valueOf(document, block, header.value);
  return header.isBearerOption ? { scheme: "Bearer", rest: value } : splitCredentials(value);
}

/**
 * What follows the scheme with the file's variables put in; a `{{variable}}` may also hold the scheme.
 * @param line of the request line
 */
export function resolveCredentials(
  document: HttpDocument,
  variables: Variables,
  written: Credentials,
  line: number,
): Credentials | undefined {
  if (!written.rest.includes("{{")) return written;
  const rest = expand(document, variables, written.rest, line);
  if (rest === undefined) return undefined;
  return written.scheme === "" ? splitCredentials(rest) : { scheme: written.scheme, rest: rest.trim() };
}

/** Describes a request's header. Only what may be an access token is given as one: a password is none. */
export function describeAuthorization(
  document: HttpDocument,
  variables: Variables,
  block: Block,
  header: HeaderSpan,
  line: number,
): Authorization {
  const written = credentialsOf(document, block, header);
  const resolved = resolveCredentials(document, variables, written, line);
  const variable = soleVariable(written.rest);
  const token = resolved && isBearer(resolved) ? resolved.rest : "";
  return {
    headerRange: rangeOf(block, header.field),
    valueRange: rangeOf(block, header.value),
    scheme: written.scheme,
    ...(token !== "" && { token }),
    ...(variable !== undefined && { variable }),
  };
}
