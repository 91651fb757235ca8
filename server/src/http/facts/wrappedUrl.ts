import { headEndForHttpYac } from "./httpYacHead.ts";
import type { RequestView } from "./requestView.ts";

const FOR_REST_CLIENT = /^[?&]/;

/**
 * Does neither REST Client nor httpYac read all lines of a request's URL? Below one that it does not read, REST Client
 * sees headers, and httpYac the body. JetBrains takes any indented line.
 */
export function isUrlUnread(request: RequestView): boolean {
  const isForRestClient = request.request.urlParts.every((part) => FOR_REST_CLIENT.test(request.textOf(part)));
  return !isForRestClient && !isUrlForHttpYac(request);
}

/** Does httpYac read all lines of a request's URL? */
export function isUrlForHttpYac(request: RequestView): boolean {
  const last = request.request.urlParts.at(-1);
  return !last || last.line < headEndForHttpYac(request);
}
