/** What is said of a header field, and what often stands in it. */
export interface HeaderField {
  readonly name: string;
  readonly summary: string;
  /** Where it is defined. */
  readonly source: string;
  readonly values?: readonly string[];
}

const MEDIA_TYPES = [
  "application/json",
  "application/x-www-form-urlencoded",
  "application/xml",
  "multipart/form-data; boundary=boundary",
  "text/plain",
];

const field = (name: string, source: string, summary: string, values?: readonly string[]): HeaderField => ({
  name,
  source,
  summary,
  ...(values && { values }),
});

/** Fields of requests, by the name in small letters. */
const FIELDS: ReadonlyMap<string, HeaderField> = new Map(
  [
    field("Accept", "RFC 9110 §12.5.1", "Media types that the response may have.", ["*/*", ...MEDIA_TYPES.slice(0, 3)]),
    field("Accept-Charset", "RFC 9110 §12.5.2", "Charsets that the response may have; deprecated.", ["utf-8"]),
    field("Accept-Encoding", "RFC 9110 §12.5.3", "Content codings that the response may have.", [
      "gzip, deflate, br",
      "gzip",
      "identity",
    ]),
    field("Accept-Language", "RFC 9110 §12.5.4", "Languages that are preferred in the response.", ["en"]),
    field("Access-Control-Request-Headers", "Fetch §3.3", "Headers that the request after a CORS preflight will have."),
    field("Access-Control-Request-Method", "Fetch §3.3", "Method that the request after a CORS preflight will have."),
    field(
      "Argus-API-Key",
      "the Argus documentation",
      "API key of an Argus user. An access token in Authorization takes its place.",
    ),
    field(
      "Authorization",
      "RFC 9110 §11.6.2",
      "Credentials of whoever sends the request, such as a Bearer token (RFC 6750).",
    ),
    field("Cache-Control", "RFC 9111 §5.2", "What caches on the way may do.", ["no-cache", "no-store", "max-age=0"]),
    field("Connection", "RFC 9110 §7.6.1", "Options for this connection alone.", ["keep-alive", "close"]),
    field(
      "Content-Disposition",
      "RFC 6266",
      "How the content is named or shown; in multipart/form-data the field's name.",
    ),
    field("Content-Encoding", "RFC 9110 §8.4", "Codings that were applied to the body.", ["gzip"]),
    field("Content-Language", "RFC 9110 §8.5", "Language of the body's readers."),
    field("Content-Length", "RFC 9110 §8.6", "Length of the body in bytes; senders set it themselves."),
    field("Content-Type", "RFC 9110 §8.3", "Media type of the body.", MEDIA_TYPES),
    field("Cookie", "RFC 6265 §5.4", "Cookies that the server has set before."),
    field("Date", "RFC 9110 §6.6.1", "When the message was made."),
    field("Expect", "RFC 9110 §10.1.1", "What the server has to support.", ["100-continue"]),
    field("Forwarded", "RFC 7239 §4", "Who the request comes from, by way of which proxies."),
    field("From", "RFC 9110 §10.1.2", "Mail address of the person behind the request."),
    field("Host", "RFC 9110 §7.2", "Host and port that the request is for."),
    field("Idempotency-Key", "draft-ietf-httpapi-idempotency-key-header", "Marks repetitions of one request."),
    field("If-Match", "RFC 9110 §13.1.1", "Only if the resource has one of these entity tags.", ["*"]),
    field("If-Modified-Since", "RFC 9110 §13.1.3", "Only if the resource was changed after this date."),
    field("If-None-Match", "RFC 9110 §13.1.2", "Only if the resource has none of these entity tags.", ["*"]),
    field("If-Range", "RFC 9110 §13.1.5", "The range only if the resource is unchanged, else all of it."),
    field("If-Unmodified-Since", "RFC 9110 §13.1.4", "Only if the resource was not changed after this date."),
    field("Max-Forwards", "RFC 9110 §7.6.2", "How often TRACE or OPTIONS may be forwarded."),
    field("Origin", "RFC 6454 §7", "Origin of the page that the request comes from."),
    field("Pragma", "RFC 9111 §5.4", "Deprecated: Cache-Control took its place.", ["no-cache"]),
    field("Prefer", "RFC 7240 §2", "How the server should treat the request.", [
      "return=minimal",
      "return=representation",
      "respond-async",
    ]),
    field("Proxy-Authorization", "RFC 9110 §11.7.2", "Credentials for a proxy."),
    field("Range", "RFC 9110 §14.2", "Which part of the resource is wanted.", ["bytes=0-"]),
    field("Referer", "RFC 9110 §10.1.3", "Page that the request comes from."),
    field("TE", "RFC 9110 §10.1.4", "Transfer codings that the response may have.", ["trailers"]),
    field("Transfer-Encoding", "RFC 9112 §6.1", "Codings of the message on this connection.", ["chunked"]),
    field("Upgrade", "RFC 9110 §7.8", "Protocols to go on with.", ["websocket"]),
    field("User-Agent", "RFC 9110 §10.1.5", "Program that sends the request."),
    field("Via", "RFC 9110 §7.6.3", "Proxies that the request came through."),
    field(
      "X-Forwarded-For",
      "a convention; RFC 7239 has its successor",
      "IP address that the user's request came from. Argus compares it with the one that the token was made for.",
    ),
    field("X-Forwarded-Host", "a convention; RFC 7239 has its successor", "Host that was asked for before a proxy."),
    field("X-Forwarded-Proto", "a convention; RFC 7239 has its successor", "Protocol that was used before a proxy.", [
      "https",
    ]),
    field("X-Requested-With", "a convention", "Marks requests of scripts in a page.", ["XMLHttpRequest"]),
  ].map((known) => [known.name.toLowerCase(), known]),
);

export const HEADER_FIELDS: readonly HeaderField[] = [...FIELDS.values()];

export function headerFieldNamed(name: string): HeaderField | undefined {
  return FIELDS.get(name.toLowerCase());
}
