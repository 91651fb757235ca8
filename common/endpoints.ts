import { parsedUrl } from "./urls.ts";
import { withoutTrailing } from "./withoutTrailing.ts";

/** The `url` of the public Argus API. */
export const PUBLIC_API = "https://api.mnemonic.no";

/** The client ID of Argus Log Cloud, according to its documentation. */
export const LOG_CLOUD_CLIENT = "dda70cae-3659-4a6b-9546-142b3733026d";
/** The server that publishes the metadata of the public API; the endpoints in it are on {@link PUBLIC_API}. */
export const PUBLIC_METADATA = "https://portal.mnemonic.no";

/**
 * The default paths of endpoints below a profile's URL. Argus handles introspection on the token URL and recognizes it
 * by the absence of `grant_type`.
 */
export const DEFAULT_ENDPOINTS = {
  token: "/authentication/v1/oauth/token",
  introspection: "/authentication/v1/oauth/token",
  userinfo: "/authentication/v1/oauth/userinfo",
} as const;

/** Where a session is ended, with `DELETE`. */
export const SESSION_PATH = "/authentication/v1/session";

/** An endpoint of a profile, as a full URL if the profile's URL is valid. */
export function endpointUrl(
  {
    url,
    endpoints,
  }: { url: string; endpoints?: { [name in keyof typeof DEFAULT_ENDPOINTS]?: string | undefined } | undefined },
  name: keyof typeof DEFAULT_ENDPOINTS,
): string {
  const configured = endpoints?.[name];
  const base = parsedUrl(url);
  if (base === undefined) return configured ?? DEFAULT_ENDPOINTS[name];
  if (configured !== undefined) return parsedUrl(configured, url)?.href ?? configured;
  return defaultUrl(base, name).href;
}

/** A base URL may have a path (`https://gateway/argus`), which the default paths are appended to. */
export function defaultUrl(base: URL, name: keyof typeof DEFAULT_ENDPOINTS): URL {
  return urlBelow(base, DEFAULT_ENDPOINTS[name]);
}

/** The path where Argus describes a client by its short name. */
export function clientUrl(base: URL, shortName: string): URL {
  return urlBelow(base, `/authentication/v1/oauth/client/${encodeURIComponent(shortName)}`);
}

export function urlBelow(base: URL, path: string): URL {
  const url = new URL(base.origin);
  url.pathname = `${withoutTrailing(base.pathname, /\//)}${path}`;
  return url;
}
