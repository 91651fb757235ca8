import type { RequestView } from "./requestView.ts";

/** httpYac's query lines, `?name=value` or `&{{variables}}`, and its lines of a path. */
const HTTPYAC = /^(?:[?&](?:[^(=?&)]+=.*|\{\{.*\}\})|\/[^*]*)$/;

const REST_CLIENT = /^[?&]/;

/** httpYac takes the rest of the request for its body. */
const INDENTED_COMMENT = /[\r\n][^\S\r\n]+(?:#|\/\/)/;

/**
 * Does neither REST Client nor httpYac read all lines of a request's URL? Below one that it does not read, REST Client sees
 * headers, and httpYac the body. JetBrains takes any indented line.
 */
export function isUrlUnread(request: RequestView): boolean {
  return !areRead(request, REST_CLIENT) && !isUrlForHttpYac(request);
}

/** Does httpYac read all lines of a request's URL? */
export function isUrlForHttpYac(request: RequestView): boolean {
  const { line, urlParts } = request.request;
  const between = { ...line, end: urlParts.at(-1)?.start ?? line.end };
  return areRead(request, HTTPYAC) && !INDENTED_COMMENT.test(request.textOf(between));
}

function areRead(request: RequestView, pattern: RegExp): boolean {
  return request.request.urlParts.every((part) => pattern.test(request.textOf(part)));
}
