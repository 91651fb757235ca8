import type { LineCursor } from "./cursor.ts";
import type { RequestLineSpan } from "./model.ts";
import { findPair, isBlank, isTokenChar, skipBlanks, skipWord, trimEnd } from "./text.ts";

/** RFC 9110 §9, RFC 5789, and the WebDAV methods that httpYac knows too. */
const HTTP_METHODS =
  "GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH QUERY " +
  "PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK ACL SEARCH REPORT MKCALENDAR " +
  "CHECKOUT CHECKIN MERGE MKACTIVITY MKWORKSPACE VERSION-CONTROL BASELINE-CONTROL";

/** Methods of other protocols that the dialects can send. The headers of a gRPC request are its metadata. */
const OTHER_METHODS = "GRAPHQL WEBSOCKET WS WSS SSE EVENTSOURCE GRPC RSOCKET MQTT MQTTS AMQP AMQPS";

/** Methods that accept any target. */
export const METHODS: ReadonlySet<string> = new Set(`${HTTP_METHODS} ${OTHER_METHODS}`.split(" "));

/** Protocols whose messages have no `Authorization` header field. */
const WITHOUT_HEADER = new Set(["RSOCKET", "MQTT", "MQTTS", "AMQP", "AMQPS"]);

/** By character code: whether one of these methods starts with it. */
const OTHERS_START: boolean[] = [];
for (const method of WITHOUT_HEADER) {
  for (const name of [method, method.toLowerCase()]) OTHERS_START[name.charCodeAt(0)] = true;
}

/** Methods whose content has no meaning (RFC 9110 §9.3): the text after their headers may be the next request. */
const WITHOUT_BODY = new Set(["GET", "HEAD", "DELETE", "CONNECT", "OPTIONS", "TRACE"]);

const SCHEMES = new Set("http https ws wss grpc mqtt mqtts amqp amqps".split(" "));
const HOST = /^(?:localhost|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?::\d+(?:[/?]\S*)?|\/\S*)(?:\s|$)/;
const LONGEST_HOST = 2048;

const CLOSING_PARENTHESIS = 0x29;
const COLON = 0x3a;
const UPPER_A = 0x41;
const UPPER_Z = 0x5a;

const LONGEST_METHOD = 32;
const LONGEST_SCHEME = 16;
const LONGEST_VERSION = 16;

export interface RequestLine extends RequestLineSpan {
  /** False if the text after its headers may be the next request. */
  readonly mayHaveBody: boolean;
}

/**
 * Reads `METHOD target [HTTP/x]` or a URL alone. A method in lower case or an unknown one in capitals needs a target
 * that looks like a URL: "Get the token" and "TODO: this" are prose.
 * @returns `null` if the cursor's line is not a request line
 */
export function readRequestLine(cursor: LineCursor): RequestLine | null {
  const { text, first } = cursor;
  const end = trimEnd(text, first, cursor.end);
  const wordEnd = skipWord(text, first, Math.min(end, first + LONGEST_METHOD + 1));
  const word = text.slice(first, wordEnd);
  const target = skipBlanks(text, wordEnd, end);
  const isMethod = target > wordEnd && target < end && isMethodBefore(word, text, target, end);
  if (!isMethod && !isUrlAlone(text, first, end)) return null;

  const from = isMethod ? target : first;
  const version = findVersion(text, from, end);
  return {
    line: cursor.span(first, end),
    method: isMethod ? cursor.span(first, wordEnd) : null,
    url: cursor.span(from, version < 0 ? end : trimEnd(text, from, version)),
    version: version < 0 ? null : cursor.span(version, end),
    acceptsHeader: acceptsHeader(text, first, isMethod ? wordEnd : schemeEnd(text, first, end)),
    mayHaveBody: isMethod && !WITHOUT_BODY.has(word),
  };
}

/** Decided by the method, or by the scheme of a URL alone. */
function acceptsHeader(text: string, first: number, end: number): boolean {
  // Checks the first letter, which rules out most methods.
  return !OTHERS_START[text.charCodeAt(first)] || !WITHOUT_HEADER.has(text.slice(first, end).toUpperCase());
}

function isMethodBefore(word: string, text: string, target: number, end: number): boolean {
  if (METHODS.has(word)) return true;
  const isName = METHODS.has(word.toUpperCase()) || /^[A-Z][A-Z0-9_-]*$/.test(word);
  return isName && (isUrlAlone(text, target, end) || schemeEnd(text, target, end) > 0);
}

/**
 * Does a request start here without a separator? httpYac accepts any request line. Here only a known method with a
 * target that has an origin counts: any other line may be meant as part of a body.
 */
export function followsWithoutSeparator(cursor: LineCursor): boolean {
  const { text, first, end } = cursor;
  if (!isCapital(text.charCodeAt(first))) return false;
  const wordEnd = skipWord(text, first, Math.min(end, first + LONGEST_METHOD + 1));
  if (wordEnd === end || !METHODS.has(text.slice(first, wordEnd))) return false;
  const target = skipBlanks(text, wordEnd, end);
  if (text.startsWith("{{", target)) return findPair(text, "}}", target + 2, end) >= 0;
  return schemeEnd(text, target, end) > 0;
}

function isCapital(code: number): boolean {
  return code >= UPPER_A && code <= UPPER_Z;
}

/** A URL that needs no method: `scheme://…`, `host:port`, `host/path`, `/path`, `{{base}}…`. */
function isUrlAlone(text: string, from: number, end: number): boolean {
  if (text.startsWith("/", from)) return !text.startsWith("/*", from);
  if (text.startsWith("{{", from)) return findPair(text, "}}", from + 2, end) >= 0;
  const colon = schemeEnd(text, from, end);
  if (colon > 0) return SCHEMES.has(text.slice(from, colon).toLowerCase());
  // A word with a dot may be prose; a port or a path makes it a host.
  return HOST.test(text.slice(from, Math.min(end, from + LONGEST_HOST)));
}

/** The offset of the `://` after a scheme (RFC 3986 §3.1) that starts at `from`, or -1. */
function schemeEnd(text: string, from: number, end: number): number {
  const stop = Math.min(end, from + LONGEST_SCHEME);
  let at = from;
  while (at < stop && isTokenChar(text.charCodeAt(at))) at++;
  if (at === from || text.charCodeAt(at) !== COLON || !text.startsWith("://", at)) return -1;
  return /^[A-Za-z][A-Za-z0-9+.-]*$/.test(text.slice(from, at)) ? at : -1;
}

/** JetBrains' suffix of the version for HTTP/2 without an upgrade (RFC 9113 §3.3). */
const PRIOR_KNOWLEDGE = " (prior knowledge)";

/** Where `HTTP/x` starts as the last word of the line, after a target; or -1. */
function findVersion(text: string, from: number, lineEnd: number): number {
  const before = lineEnd - PRIOR_KNOWLEDGE.length;
  const hasKnowledge =
    text.charCodeAt(lineEnd - 1) === CLOSING_PARENTHESIS &&
    text.slice(before, lineEnd).toLowerCase() === PRIOR_KNOWLEDGE;
  const end = hasKnowledge ? before : lineEnd;
  let at = end;
  while (at > from && end - at <= LONGEST_VERSION && !isBlank(text.charCodeAt(at - 1))) at--;
  if (at === from || !isBlank(text.charCodeAt(at - 1))) return -1;
  return text.slice(at, at + 5).toUpperCase() === "HTTP/" ? at : -1;
}
