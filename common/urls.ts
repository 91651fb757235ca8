/** Rules about URLs, for the worker and for prompts. */
import { isIP, isIPv4 } from "node:net";
import { canonicalAddress, specialKind, withoutBrackets } from "./addresses.ts";

/**
 * Does a URL have user information? An empty one (`http://@host`) counts: `URL` hides it, and people may misread the
 * host.
 *
 * @see https://url.spec.whatwg.org/#concept-basic-url-parser
 */
export function hasUserInfo(text: string): boolean {
  // What `URL` leaves out.
  const seen = text
    .trim()
    .replace(/^[\0-\x20]+/, "")
    .replace(/[\t\r\n]/g, "");
  const [, authority = ""] = /^(?:[a-z][a-z\d+.-]*:[/\\]*|[/\\]{2,})([^/\\?#]*)/i.exec(seen) ?? [];
  return authority.includes("@");
}

/** `undefined` if it is not a URL. `URL.canParse` accepts long host names that `URL` does not. */
export function parsedUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/**
 * A URL as it is called: an international name in ASCII, so that it cannot look like another one. Other text is returned
 * unchanged.
 */
export function calledUrl(text: string): string {
  const url = parsedUrl(text);
  if (url === undefined) return text;
  const { origin, pathname, search } = url;
  return origin === "null" ? text : `${origin}${pathname === "/" ? "" : pathname}${search}`;
}

/** Does data sent there travel encrypted, or stay on this machine? */
export function isSecure({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

/**
 * The name and addresses that never leave this machine; *.localhost can (RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291
 * §2.5.3).
 * @param hostname of a `URL`
 */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || (isIPv4(hostname) && hostname.startsWith("127."));
}

/**
 * Does a name or address mean the local machine on every machine? A proxy would resolve it to itself.
 * @see RFC 6761 §6.3
 */
export function isLocalHost(hostname: string): boolean {
  const host = withoutBrackets(hostname.toLowerCase()).replace(/\.$/, "");
  return isIP(host) === 0 ? /^(?:.+\.)?localhost$/.test(host) : specialKind(canonicalAddress(host)) === "loopback";
}

/**
 * Names with a single label, and those under these domains, are resolved only in private networks (RFC 6761, 6762,
 * 8375, 9476).
 * @param hostname of a `URL`
 */
export function isPublicHost(hostname: string): boolean {
  const address = withoutBrackets(hostname);
  if (isIP(address) !== 0) return specialKind(address) === undefined;
  return hostname.includes(".") && !/\.(?:localhost|local|internal|home\.arpa|lan)\.?$/.test(hostname);
}

/** A URL to show: a login, a query or a fragment could contain secrets, so they are left out. It may have variables. */
export function urlWithoutSecrets(url: string): string {
  const [address = ""] = url.split(/[?#]/, 1);
  // As in `URL`, backslashes are slashes, their number does not matter after a scheme, and the last `@` counts.
  return address.replace(/(^[a-z][a-z\d+.-]*:[/\\]*|(?<![/\\])[/\\]{2,})[^/\\]*@/i, "$1");
}
