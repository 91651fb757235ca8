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
  const parts = request.request.urlParts;
  const firstUnread = (pattern: RegExp): Span | undefined => parts.find((part) => !pattern.test(request.textOf(part)));
  return firstUnread(REST_CLIENT) && firstUnread(HTTPYAC);
}
