import type { Authorization } from "../../../../common/protocol/documents.ts";
import type { TokenHeader } from "../../../../common/tokenHeader.ts";
import type { HeaderSpan } from "../parse/model.ts";
import { headerValue } from "./headers.ts";
import type { OutsideVariables } from "./outsideVariables.ts";
import type { RequestView } from "./requestView.ts";
import { soleVariable } from "./variables.ts";

/** Schemes that may be written without credentials; any other single word is a token without a scheme. */
const LONE_SCHEMES = new Set(["aws", "basic", "bearer", "digest", "dpop", "hawk", "negotiate", "ntlm", "oauth"]);

/** The value of a header with credentials. @see RFC 9110 §11.4 */
export interface Credentials {
  /** As written; empty if there is none. */
  scheme: string;
  /** Everything after the scheme. */
  rest: string;
}

export function splitCredentials(value: string): Credentials {
  const [word = ""] = /^\S*/.exec(value) ?? [];
  const rest = value.slice(word.length);
  const isScheme = rest === "" ? LONE_SCHEMES.has(word.toLowerCase()) : /^[\w!#$%&'*+.^`|~-]+$/.test(word);
  return isScheme ? { scheme: word, rest: rest.trim() } : { scheme: "", rest: value };
}

/** Can the value contain an access token? Values without a scheme can. */
export function mayBeToken({ header }: RequestView, { scheme }: Credentials): boolean {
  return header.takesScheme(scheme);
}

/** The credentials in a value that may have the form of a request's header. */
function credentialsIn({ header }: RequestView, value: string): Credentials {
  const { before, token } = header.split(value);
  return before.trim() === "" || token === "" ? splitCredentials(token) : { scheme: before.trim(), rest: token.trim() };
}

/** The token in a variable's value, which may include the scheme. */
export function withoutBearer(value: string): string {
  return value.replace(/^bearer\s+/i, "");
}

/**
 * The token in the value of a header or variable, and the text around it: in the form of the request's header, or after
 * `Bearer` or a reference that means the scheme. The value may be a whole header.
 */
export function partsOf(request: RequestView, value: string): ReturnType<TokenHeader["split"]> {
  const { header } = request;
  const [mark = "", name = ""] = /^([\w!#$%&'*+.^`|~-]+)\s*:\s*/.exec(value) ?? [];
  const start = header.isNamed(name) ? mark : "";
  const { before, token, after } = valueParts(request, value.slice(start.length));
  return { before: start + before, token, after };
}

function valueParts(request: RequestView, value: string): ReturnType<TokenHeader["split"]> {
  const own = request.header.split(value);
  if (own.token !== value) return own;
  const token = withoutBearer(value.slice(schemeReference(request, value).length));
  return { before: value.slice(0, value.length - token.length), token, after: "" };
}

/** The reference to a variable that is the scheme, as in `{{scheme}} TOKEN`; empty if there is none. */
function schemeReference(request: RequestView, value: string): string {
  const [written = ""] = /^\{\{[^{}]*\}\}\s+(?=\S)/.exec(value) ?? [];
  const scheme = written === "" ? undefined : request.expand(written.trim());
  return scheme !== undefined && scheme !== "" && request.header.takesScheme(scheme) ? written : "";
}

/** The value of a request's header, as written. */
export function credentialsOf(request: RequestView, header: HeaderSpan): Credentials {
  if (header.isVariable) {
    const written = request.headers.find(({ span }) => span.field.start === header.field.start);
    return credentialsIn(request, written?.value ?? "");
  }
  const value = headerValue(request.document, request.block, header.value);
  return header.isBearerOption ? { scheme: "Bearer", rest: value } : credentialsIn(request, value);
}

/**
 * The credentials with variables expanded; a variable may contain the scheme.
 * @param outside see {@link RequestView.expand}
 * @returns `undefined` if the value of a variable is not known
 */
export function resolveCredentials(
  request: RequestView,
  written: Credentials,
  outside?: OutsideVariables,
): Credentials | undefined {
  if (!written.rest.includes("{{")) return written;
  const rest = request.expand(written.rest, outside);
  if (rest === undefined) return undefined;
  return written.scheme === "" ? credentialsIn(request, rest) : { scheme: written.scheme, rest: rest.trim() };
}

/** The access token in a header, with variables expanded; `undefined` if there is none. */
export function tokenIn(request: RequestView, header: HeaderSpan, outside?: OutsideVariables): string | undefined {
  const resolved = resolveCredentials(request, credentialsOf(request, header), outside);
  return resolved && mayBeToken(request, resolved) && resolved.rest !== "" ? resolved.rest : undefined;
}

/** Describes a request's header. Only what may be an access token is passed on; a password is not. */
export function describeAuthorization(
  request: RequestView,
  header: HeaderSpan,
  outside?: OutsideVariables,
): Authorization {
  const { scheme, rest } = credentialsOf(request, header);
  const token = tokenIn(request, header, outside);
  const variable = soleVariable(rest);
  return {
    headerRange: request.rangeOf(header.field),
    valueRange: request.rangeOf(header.value),
    scheme,
    ...(token !== undefined && { token }),
    ...(token !== undefined && tokenIn(request, header) === undefined && { isFromOutside: true }),
    ...(variable !== undefined && { variable }),
  };
}
