/** Where a URL leads, as the worker judges it and where people enter one. */
import { isIP, isIPv4 } from "node:net";
import { canonicalAddress, specialKind, withoutBrackets } from "./addresses.ts";

/**
 * Does a URL have user information? An empty one (`http://@host`) counts: `URL` hides it, and a person may read the host as
 * something else.
 *
 * @see https://url.spec.whatwg.org/#concept-basic-url-parser
 */
export function hasUserInfo(text: string): boolean {
  const seen = text.trim().replace(/[\t\r\n]/g, "");
  const [, authority = ""] = /^(?:[a-z][a-z\d+.-]*:[/\\]*|[/\\]{2,})([^/\\?#]*)/i.exec(seen) ?? [];
  return authority.includes("@");
}

/** Is what is sent there encrypted, or does it stay on this machine? */
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
 * Does a name or an address mean the machine itself, whoever looks it up? To a proxy it would be the proxy's own.
 * @see RFC 6761 §6.3
 */
export function isLocalHost(hostname: string): boolean {
  const host = withoutBrackets(hostname.toLowerCase()).replace(/\.$/, "");
  return isIP(host) === 0 ? /^(?:.+\.)?localhost$/.test(host) : specialKind(canonicalAddress(host)) === "loopback";
}

/**
 * A name of one label, and one under these, is looked up in networks of one's own (RFC 6761, 6762, 8375, 9476).
 * @param hostname of a `URL`
 */
export function isPublicHost(hostname: string): boolean {
  const address = withoutBrackets(hostname);
  if (isIP(address) !== 0) return specialKind(address) === undefined;
  return hostname.includes(".") && !/\.(?:localhost|local|internal|home\.arpa|lan)\.?$/.test(hostname);
}
