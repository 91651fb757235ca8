import { parsedUrl } from "../../../../common/urls.ts";
import type { OutsideVariables } from "./outsideVariables.ts";
import type { RequestView } from "./requestView.ts";

/** Scheme and authority of a URL; either may be a variable. */
const ORIGIN = /^(?:(?:[a-z][a-z0-9+.-]*|\{\{[^{}]*\}\}):\/\/)?(?:\{\{[^{}]*\}\}|[^/?#{\\])*/i;
/** A port does not matter for finding the host. */
const VARIABLE_PORT = /:\{\{[^{}]*\}\}$/;

/** The origin of a request, as far as it is known before it is sent. */
export interface Target {
  /** Scheme and authority; `http:` if no scheme is written. */
  readonly url: URL;
  readonly hasScheme: boolean;
}

/**
 * The origin that a request is sent to, with variables expanded.
 *
 * @param outside where to look for variables that the file does not define
 * @returns `undefined` if only the tool that sends the request can know it
 */
export function targetOf(request: RequestView, outside?: OutsideVariables): Target | undefined {
  const written = request.url;
  const url = /^\/(?!\/)/.test(written) ? pathOrigin(request, outside) : written;
  const [origin = ""] = ORIGIN.exec(url) ?? [];
  const address = request.expand(origin.replace(VARIABLE_PORT, ""), outside);
  if (address === undefined || address.trim() === "") return undefined;
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(address);
  const href = hasScheme ? address : `http://${address.replace(/^\/\//, "")}`;
  const target = parsedUrl(href);
  return target === undefined || target.hostname === "" ? undefined : { url: target, hasScheme };
}

/**
 * A bare path is sent to the `Host` header over `http:`, unless the port says otherwise; without that header, httpYac
 * prepends the variable `host`.
 */
function pathOrigin(request: RequestView, outside: OutsideVariables | undefined): string {
  const host = request.headersNamed("Host")[0]?.value;
  if (host !== undefined) return `${/:(?:443|8443)\s*$/.test(host) ? "https" : "http"}://${host}`;
  return (request.definitionOf("host") ?? outside?.find("host")) === undefined ? "" : "{{host}}";
}
