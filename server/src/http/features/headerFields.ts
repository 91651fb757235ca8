/** What is said of a header field, and what often stands in it. */
import * as l10n from "@vscode/l10n";
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

/** Fields of requests. They are said when they are asked for: by then it is known in which language. */
export function headerFields(): HeaderField[] {
  const convention = l10n.t("a convention; RFC 7239 has its successor");
  return [
    field("Accept", "RFC 9110 §12.5.1", l10n.t("Media types that the response may have."), [
      "*/*",
      ...MEDIA_TYPES.slice(0, 3),
    ]),
    field("Accept-Charset", "RFC 9110 §12.5.2", l10n.t("Charsets that the response may have; deprecated."), ["utf-8"]),
    field("Accept-Encoding", "RFC 9110 §12.5.3", l10n.t("Content codings that the response may have."), [
      "gzip, deflate, br",
      "gzip",
      "identity",
    ]),
    field("Accept-Language", "RFC 9110 §12.5.4", l10n.t("Languages that are preferred in the response."), ["en"]),
    field(
      "Access-Control-Request-Headers",
      "Fetch §3.3",
      l10n.t("Headers that the request after a CORS preflight will have."),
    ),
    field(
      "Access-Control-Request-Method",
      "Fetch §3.3",
      l10n.t("Method that the request after a CORS preflight will have."),
    ),
    field(
      "Argus-API-Key",
      l10n.t("the Argus documentation"),
      l10n.t("API key of an Argus user. An access token in Authorization takes its place."),
    ),
    field(
      "Authorization",
      "RFC 9110 §11.6.2",
      l10n.t("Credentials of whoever sends the request, such as a Bearer token (RFC 6750)."),
    ),
    field("Cache-Control", "RFC 9111 §5.2", l10n.t("What caches on the way may do."), [
      "no-cache",
      "no-store",
      "max-age=0",
    ]),
    field("Connection", "RFC 9110 §7.6.1", l10n.t("Options for this connection alone."), ["keep-alive", "close"]),
    field(
      "Content-Disposition",
      "RFC 6266",
      l10n.t("How the content is named or shown; in multipart/form-data the field's name."),
    ),
    field("Content-Encoding", "RFC 9110 §8.4", l10n.t("Codings that were applied to the body."), ["gzip"]),
    field("Content-Language", "RFC 9110 §8.5", l10n.t("Language of the body's readers.")),
    field("Content-Length", "RFC 9110 §8.6", l10n.t("Length of the body in bytes; senders set it themselves.")),
    field("Content-Type", "RFC 9110 §8.3", l10n.t("Media type of the body."), MEDIA_TYPES),
    field("Cookie", "RFC 6265 §5.4", l10n.t("Cookies that the server has set before.")),
    field("Date", "RFC 9110 §6.6.1", l10n.t("When the message was made.")),
    field("Expect", "RFC 9110 §10.1.1", l10n.t("What the server has to support."), ["100-continue"]),
    field("Forwarded", "RFC 7239 §4", l10n.t("Who the request comes from, by way of which proxies.")),
    field("From", "RFC 9110 §10.1.2", l10n.t("Mail address of the person behind the request.")),
    field("Host", "RFC 9110 §7.2", l10n.t("Host and port that the request is for.")),
    field("Idempotency-Key", "draft-ietf-httpapi-idempotency-key-header", l10n.t("Marks repetitions of one request.")),
    field("If-Match", "RFC 9110 §13.1.1", l10n.t("Only if the resource has one of these entity tags."), ["*"]),
    field("If-Modified-Since", "RFC 9110 §13.1.3", l10n.t("Only if the resource was changed after this date.")),
    field("If-None-Match", "RFC 9110 §13.1.2", l10n.t("Only if the resource has none of these entity tags."), ["*"]),
    field("If-Range", "RFC 9110 §13.1.5", l10n.t("The range only if the resource is unchanged, else all of it.")),
    field("If-Unmodified-Since", "RFC 9110 §13.1.4", l10n.t("Only if the resource was not changed after this date.")),
    field("Max-Forwards", "RFC 9110 §7.6.2", l10n.t("How often TRACE or OPTIONS may be forwarded.")),
    field("Origin", "RFC 6454 §7", l10n.t("Origin of the page that the request comes from.")),
    field("Pragma", "RFC 9111 §5.4", l10n.t("Deprecated: Cache-Control took its place."), ["no-cache"]),
    field("Prefer", "RFC 7240 §2", l10n.t("How the server should treat the request."), [
      "return=minimal",
      "return=representation",
      "respond-async",
    ]),
    field("Proxy-Authorization", "RFC 9110 §11.7.2", l10n.t("Credentials for a proxy.")),
    field("Range", "RFC 9110 §14.2", l10n.t("Which part of the resource is wanted."), ["bytes=0-"]),
    field("Referer", "RFC 9110 §10.1.3", l10n.t("Page that the request comes from.")),
    field("TE", "RFC 9110 §10.1.4", l10n.t("Transfer codings that the response may have."), ["trailers"]),
    field("Transfer-Encoding", "RFC 9112 §6.1", l10n.t("Codings of the message on this connection."), ["chunked"]),
    field("Upgrade", "RFC 9110 §7.8", l10n.t("Protocols to go on with."), ["websocket"]),
    field("User-Agent", "RFC 9110 §10.1.5", l10n.t("Program that sends the request.")),
    field("Via", "RFC 9110 §7.6.3", l10n.t("Proxies that the request came through.")),
    field(
      "X-Forwarded-For",
      convention,
      l10n.t(
        "IP address that the user's request came from. Argus compares it with the one that the token was made for.",
      ),
    ),
    field("X-Forwarded-Host", convention, l10n.t("Host that was asked for before a proxy.")),
    field("X-Forwarded-Proto", convention, l10n.t("Protocol that was used before a proxy."), ["https"]),
    field("X-Requested-With", l10n.t("a convention"), l10n.t("Marks requests of scripts in a page."), [
      "XMLHttpRequest",
    ]),
  ];
}

export function headerFieldNamed(name: string): HeaderField | undefined {
  const lower = name.toLowerCase();
  return headerFields().find((known) => known.name.toLowerCase() === lower);
}
