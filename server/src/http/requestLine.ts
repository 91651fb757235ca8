import type { LineCursor } from "./cursor.ts";
import type { RequestLineSpan } from "./model.ts";
import { findPair, isBlank, skipBlanks, skipWord, trimEnd } from "./text.ts";

/** Methods whose target may be anything: RFC 9110 §9, RFC 5789, WebDAV, and the dialects' own. */
export const METHODS: ReadonlySet<string> = new Set(
  (
    "GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH QUERY " +
    "PROPFIND PROPPATCH MKCOL MKCALENDAR COPY MOVE LOCK UNLOCK " +
    "GRAPHQL WEBSOCKET WS WSS SSE GRPC RSOCKET MQTT AMQP"
  ).split(" "),
);

/** Protocols whose messages have no `Authorization` header field of HTTP. */
const WITHOUT_HEADER = new Set(["GRPC", "RSOCKET", "MQTT", "AMQP"]);

const LONGEST_METHOD = 32;
const LONGEST_SCHEME = 16;
const LONGEST_VERSION = 16;

/**
 * Reads `METHOD target [HTTP/x]` or a URL alone. A method in small letters, and one that is not in the list (capitals
 * only), needs a target that looks like a URL: "Get the token" and "TODO: this" are prose.
 */
export function recognizeRequestLine(cursor: LineCursor): RequestLineSpan | null {
  const { text, first } = cursor;
  const end = trimEnd(text, first, cursor.end);
  const wordEnd = skipWord(text, first, Math.min(end, first + LONGEST_METHOD + 1));
  const target = skipBlanks(text, wordEnd, end);
  const isMethod = target > wordEnd && target < end && isMethodBefore(text, first, wordEnd, target, end);
  if (!isMethod && !isUrlAlone(text, first, end)) return null;

  const from = isMethod ? target : first;
  const version = findVersion(text, from, end);
  const url = cursor.span(from, version < 0 ? end : trimEnd(text, from, version));
  const method = isMethod ? text.slice(first, wordEnd).toUpperCase() : "GET";
  return {
    line: cursor.span(first, end),
    method: isMethod ? cursor.span(first, wordEnd) : null,
    url,
    version: version < 0 ? null : cursor.span(version, end),
    acceptsHeader: !WITHOUT_HEADER.has(method),
  };
}

function isMethodBefore(text: string, first: number, wordEnd: number, target: number, end: number): boolean {
  const word = text.slice(first, wordEnd);
  if (METHODS.has(word)) return true;
  const isName = METHODS.has(word.toUpperCase()) || /^[A-Z][A-Z0-9_-]*$/.test(word);
  return isName && (isUrlAlone(text, target, end) || schemeEnd(text, target, end) > 0);
}

/** A URL that may stand without a method: `http(s)://…`, `ws(s)://…`, `/path`, `{{base}}…`. */
function isUrlAlone(text: string, from: number, end: number): boolean {
  if (text.startsWith("/", from)) return !text.startsWith("/*", from);
  if (text.startsWith("{{", from)) return findPair(text, "}}", from + 2, end) >= 0;
  const colon = schemeEnd(text, from, end);
  return colon > 0 && /^(?:https?|wss?)$/i.test(text.slice(from, colon));
}

/** The offset of the `://` after a scheme (RFC 3986 §3.1) that starts at `from`, or -1. */
function schemeEnd(text: string, from: number, end: number): number {
  const stop = Math.min(end, from + LONGEST_SCHEME);
  let at = from;
  while (at < stop && /[A-Za-z0-9+.-]/.test(text.charAt(at))) at++;
  return at > from && text.startsWith("://", at) ? at : -1;
}

/** Where `HTTP/x` starts as the line's last word, after a target; or -1. */
function findVersion(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && end - at <= LONGEST_VERSION && !isBlank(text.charCodeAt(at - 1))) at--;
  if (at === from || !isBlank(text.charCodeAt(at - 1))) return -1;
  return text.slice(at, at + 5).toUpperCase() === "HTTP/" ? at : -1;
}
