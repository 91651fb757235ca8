import { withoutTrailing } from "./withoutTrailing.ts";

/** Where Argus is for everybody, as a profile's `url`. */
export const PUBLIC_API = "https://api.mnemonic.no";

/**
 * Where the endpoints are under a profile's URL unless it says otherwise. Argus answers introspection on the token URL,
 * told apart by the absence of `grant_type`.
 */
export const DEFAULT_ENDPOINTS = {
  token: "/authentication/v1/oauth/token",
  introspection: "/authentication/v1/oauth/token",
  userinfo: "/authentication/v1/oauth/userinfo",
} as const;

/** Where an endpoint of a profile is, as a full URL if its URL is one. */
export function endpointUrl(
  {
    url,
    endpoints,
  }: { url: string; endpoints?: { [name in keyof typeof DEFAULT_ENDPOINTS]?: string | undefined } | undefined },
  name: keyof typeof DEFAULT_ENDPOINTS,
): string {
  const configured = endpoints?.[name];
  if (!URL.canParse(url)) return configured ?? DEFAULT_ENDPOINTS[name];
  if (configured !== undefined) return URL.canParse(configured, url) ? new URL(configured, url).href : configured;
  return defaultUrl(new URL(url), name).href;
}

/** A base URL may have a path of its own (`https://gateway/argus`), which the default endpoints stand under. */
export function defaultUrl(base: URL, name: keyof typeof DEFAULT_ENDPOINTS): URL {
  const url = new URL(base.origin);
  url.pathname = `${withoutTrailing(base.pathname, /\//)}${DEFAULT_ENDPOINTS[name]}`;
  return url;
}
