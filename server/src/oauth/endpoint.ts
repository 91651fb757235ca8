import { isIPv4 } from "node:net";
import type { Profile } from "../protocol.ts";
import { type CallName, type Failure, fail } from "./failures.ts";

export type EndpointName = Exclude<CallName, "discovery">;

/** Argus answers introspection on the token URL, told apart by the absence of `grant_type`. */
const DEFAULT_PATHS: Readonly<Record<EndpointName, string>> = {
  token: "authentication/v1/oauth/token",
  introspection: "authentication/v1/oauth/token",
  userinfo: "authentication/v1/oauth/userinfo",
};

export type Endpoint = { valid: true; url: URL } | { valid: false; error: Failure };

/**
 * Where a call goes, if a credential may be sent there: `https:` (or loopback), and the profile's own origin.
 *
 * Errors: `invalidProfile`, `insecureUrl`.
 *
 * @see RFC 6749 §3.1, §3.2: TLS is required wherever credentials travel.
 */
export function endpointUrl(profile: Profile, name: EndpointName): Endpoint {
  const base = parseUrl(profile.url);
  if (base === undefined) {
    return invalid(profile, `its URL is not a valid one`);
  }
  if (base.protocol !== "https:" && base.protocol !== "http:") {
    return invalid(profile, `its URL must begin with https://`);
  }
  if (base.username !== "" || base.password !== "") {
    return invalid(profile, `its URL must not contain a user name or password`);
  }
  const configured = profile.endpoints?.[name];
  const url = configured === undefined ? defaultUrl(base, DEFAULT_PATHS[name]) : parseUrl(configured, base);
  if (url === undefined) {
    return invalid(profile, `its ${name} endpoint is neither a path nor a valid URL`);
  }
  // A blob: URL has the origin of what is in it.
  if (url.protocol !== base.protocol || url.origin !== base.origin || url.username !== "" || url.password !== "") {
    return invalid(profile, `its ${name} endpoint is not on ${base.origin}, where its credential belongs`);
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    return { valid: false, error: fail("insecureUrl", { host: url.host, profile: profile.name }) };
  }
  url.hash = "";
  return { valid: true, url };
}

function invalid(profile: Profile, problem: string): Endpoint {
  return { valid: false, error: fail("invalidProfile", { profile: profile.name, problem }) };
}

function parseUrl(text: string, base?: URL): URL | undefined {
  try {
    return new URL(text.trim(), base);
  } catch {
    return undefined;
  }
}

/** A base URL may have a path of its own (`https://gateway/argus`), which the default endpoints stand under. */
function defaultUrl(base: URL, path: string): URL {
  const url = new URL(base.origin);
  url.pathname = `${base.pathname.replace(/\/+$/, "")}/${path}`;
  return url;
}

/** The name and addresses that never leave this machine; *.localhost can (RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || (isIPv4(hostname) && hostname.startsWith("127."));
}
