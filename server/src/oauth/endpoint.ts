import * as l10n from "@vscode/l10n";
import { DEFAULT_ENDPOINTS, defaultUrl, SESSION_PATH, urlBelow } from "../../../common/endpoints.ts";
import { hasUserInfo, isSecure } from "../../../common/urls.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { type FailureResult, fail } from "./failures.ts";

export type EndpointName = keyof typeof DEFAULT_ENDPOINTS;

export type Endpoint = { ok: true; url: URL } | FailureResult;

/**
 * The URL of a call, if a credential may be sent there: `https:` (or loopback), and the profile's own origin or one
 * that the person allowed for it.
 *
 * Errors: `invalidProfile`, `insecureUrl`.
 *
 * @see RFC 6749 §3.1, §3.2: TLS is required wherever credentials travel.
 */
export function endpointUrl(profile: Profile, name: EndpointName): Endpoint {
  const base = webUrl(profile.url);
  if ("problem" in base) return invalid(profile, base.problem);
  const configured = profile.endpoints?.[name];
  return configured === undefined ? secure(profile, defaultUrl(base.url, name)) : namedUrl(profile, name, configured);
}

/** Where the profile's sessions are ended. Errors: `invalidProfile`, `insecureUrl`. */
export function sessionUrl(profile: Profile): Endpoint {
  const base = webUrl(profile.url);
  return "problem" in base ? invalid(profile, base.problem) : secure(profile, urlBelow(base.url, SESSION_PATH));
}

/**
 * An endpoint that the settings or the server's metadata name. Errors: `invalidProfile`, `insecureUrl`.
 *
 * @param name its purpose, for messages
 */
export function namedUrl(profile: Profile, name: string, configured: string): Endpoint {
  const base = webUrl(profile.url);
  if ("problem" in base) return invalid(profile, base.problem);
  const endpoint = webUrl(configured, base.url);
  if ("problem" in endpoint) {
    return invalid(profile, l10n.t("its {0} endpoint is neither a path nor a usable URL: {1}", name, endpoint.problem));
  }
  const { url } = endpoint;
  const origins = [base.url.origin, ...(profile.allowedOrigins ?? []).map(originOf)];
  if (!origins.includes(url.origin)) {
    return invalid(
      profile,
      l10n.t("its {0} endpoint is not on {1}, the only place its credential may go to", name, base.url.origin),
    );
  }
  url.hash = "";
  return secure(profile, url);
}

function invalid(profile: Profile, problem: string): FailureResult {
  return fail("invalidProfile", { profile: profile.name, problem });
}

function secure(profile: Profile, url: URL): Endpoint {
  if (isSecure(url)) return { ok: true, url };
  return fail("insecureUrl", { host: url.host, profile: profile.name });
}

/** An absolute (or, with a base, any) web URL without a login, or what is wrong with it as a clause. */
export function webUrl(text: string, base?: URL): { url: URL } | { problem: string } {
  const url = parseUrl(text, base);
  if (url === undefined) return { problem: l10n.t("the URL is not valid") };
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return { problem: l10n.t("the URL must begin with https://") };
  }
  if (hasUserInfo(text)) {
    return { problem: l10n.t("the URL must not contain a user name or password") };
  }
  return { url };
}

function originOf(text: string): string | undefined {
  const { origin } = parseUrl(text) ?? {};
  // All URLs without an origin have this one.
  return origin === "null" ? undefined : origin;
}

function parseUrl(text: string, base?: URL): URL | undefined {
  try {
    return new URL(text.trim(), base);
  } catch {
    return undefined;
  }
}
