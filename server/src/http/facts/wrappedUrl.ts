import type { Span } from "../parse/model.ts";
import type { RequestView } from "./requestView.ts";

/** httpYac's query lines, `?name=value` or `&{{variables}}`, and its lines of a path. */
const HTTPYAC = /^(?:[?&](?:[^(=?&)]+=.*|\{\{.*\}\})|\/[^*]*)$/;

const REST_CLIENT = /^[?&]/;

/**
 * The first line of a URL over several lines that keeps REST Client and httpYac from reading the request: below it REST
 * Client sees headers, and httpYac the body. JetBrains takes any indented line.
 * @returns `undefined` if one of them reads all lines
 */
export function unreadUrlPart(request: RequestView): Span | undefined {
  return firstUnread(request, REST_CLIENT) && firstUnread(request, HTTPYAC);
}

/** Does httpYac read all lines of a request's URL? */
export function isUrlForHttpYac(request: RequestView): boolean {
  return firstUnread(request, HTTPYAC) === undefined;
}

function firstUnread(request: RequestView, pattern: RegExp): Span | undefined {
  return request.request.urlParts.find((part) => !pattern.test(request.textOf(part)));
}
