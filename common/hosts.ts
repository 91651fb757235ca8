/** The hosts that a profile's tokens are for. Hosts are compared with their port; `https:` and `http:` are the same. */

import { isPublicHost, parsedUrl } from "./urls.ts";

/** The part of a profile that determines its hosts. */
export interface ProfileHosts {
  readonly url?: string | undefined;
  /** Hosts of applications that accept its tokens: `host`, `host:port`, `*.suffix`, or an origin. */
  readonly hosts?: readonly string[] | undefined;
}

/** How well a profile fits a host; larger is better, 0 is not at all. */
export type HostFit = number;

const OWN = 3_000;
/** One of its applications, by name. */
const NAMED = 2_000;
/** One of its applications, by pattern; longer suffixes rank higher. */
const PATTERN = 1_000;

export function hostFit(target: URL, { url, hosts = [] }: ProfileHosts): HostFit {
  const own = url === undefined ? undefined : hostOf(url);
  if (own !== undefined && own === hostOf(target)) return OWN;
  return Math.max(0, ...hosts.map((entry) => entryFit(target, entry)));
}

function entryFit(target: URL, entry: string): HostFit {
  const host = hostOf(target);
  const text = entry.trim();
  if (host === undefined || !isHostEntry(text)) return 0;
  if (text.startsWith("*.")) {
    const suffix = hostOf(text.slice(2)) ?? "";
    return withPortOf(host, text).endsWith(`.${suffix}`) ? PATTERN + suffix.length : 0;
  }
  const named = hostOf(text) ?? "";
  const isSame = text.includes("://") ? host === named : withPortOf(host, text) === named;
  return isSame ? NAMED : 0;
}

/** An entry without a port matches every port; one with a default port, which the normal form leaves out, matches only that. */
function withPortOf(host: string, entry: string): string {
  return PORT.test(entry) ? host : host.replace(PORT, "");
}

const PORT = /:\d+$/;

/** Is this a valid entry? A pattern that matches all hosts, or all under a public top-level domain, is not. */
export function isHostEntry(entry: string): boolean {
  const text = entry.trim();
  const isPattern = text.startsWith("*.");
  const host = hostOf(isPattern ? text.slice(2) : text);
  if (host === undefined || host.includes("*")) return false;
  return !isPattern || host.includes(".") || !isPublicHost(`a.${host.replace(PORT, "")}`);
}

/** An entry in ASCII, so that it cannot look like another one; `undefined` if it is not valid. */
export function calledHost(entry: string): string | undefined {
  const text = entry.trim();
  if (!isHostEntry(text)) return undefined;
  return text.startsWith("*.") ? `*.${hostOf(text.slice(2)) ?? ""}` : hostOf(text);
}

/**
 * The normal form in which hosts are compared: lower case, international names in ASCII, without a final dot and
 * without the default ports of `https:` and `http:`.
 *
 * @returns `undefined` if the text is neither a host nor a URL
 */
export function hostOf(target: URL | string): string | undefined {
  const url = typeof target === "string" ? urlOf(target) : target;
  if (url === undefined || url.hostname === "") return undefined;
  const name = url.hostname.replace(/\.$/, "").toLowerCase();
  return ["", "80", "443"].includes(url.port) ? name : `${name}:${url.port}`;
}

function urlOf(text: string): URL | undefined {
  const href = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  return parsedUrl(href);
}
