/** Which hosts a profile's tokens are for. Hosts are compared with their port, `https:` and `http:` alike. */

import { isPublicHost } from "./urls.ts";

/** What a profile says of hosts. */
export interface ProfileHosts {
  readonly url?: string | undefined;
  /** Of applications that accept its tokens: `host`, `host:port`, `*.suffix`, or an origin. */
  readonly hosts?: readonly string[] | undefined;
}

/** How well a profile fits a host; the larger counts. 0: it does not. */
export type HostFit = number;

/** The profile's own host. */
const OWN = 3_000;
/** One of its applications, by name. */
const NAMED = 2_000;
/** One of its applications by pattern; the longer suffix is the closer one. */
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
    return withPortOf(host, suffix).endsWith(`.${suffix}`) ? PATTERN + suffix.length : 0;
  }
  const named = hostOf(text) ?? "";
  const isSame = text.includes("://") ? host === named : withPortOf(host, named) === named;
  return isSame ? NAMED : 0;
}

/** An entry that names no port stands for all of them. */
function withPortOf(host: string, entry: string): string {
  return PORT.test(entry) ? host : host.replace(PORT, "");
}

const PORT = /:\d+$/;

/** Does a text name hosts? A pattern for all hosts, or for all under a public top-level domain, does not. */
export function isHostEntry(entry: string): boolean {
  const text = entry.trim();
  const isPattern = text.startsWith("*.");
  const host = hostOf(isPattern ? text.slice(2) : text);
  if (host === undefined || host.includes("*")) return false;
  return !isPattern || host.includes(".") || !isPublicHost(`a.${host.replace(PORT, "")}`);
}

/**
 * A host as hosts are compared: in lower case, international names in their ASCII form, without a final dot and without the
 * ports that `https:` and `http:` have anyway.
 *
 * @returns `undefined` where the text is neither a host nor a URL
 */
export function hostOf(target: URL | string): string | undefined {
  const url = typeof target === "string" ? urlOf(target) : target;
  if (url === undefined || url.hostname === "") return undefined;
  const name = url.hostname.replace(/\.$/, "").toLowerCase();
  return ["", "80", "443"].includes(url.port) ? name : `${name}:${url.port}`;
}

function urlOf(text: string): URL | undefined {
  const href = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  return URL.canParse(href) ? new URL(href) : undefined;
}
