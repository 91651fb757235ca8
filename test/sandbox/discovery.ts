import { actionError, json, type Answer } from "./answers.ts";

/** OpenID Connect Discovery §4, RFC 8414 §3. */
export const DISCOVERY_PATHS = {
  openid: "/.well-known/openid-configuration",
  oauth: "/.well-known/oauth-authorization-server",
} as const;

/** Deviations of the published endpoints from the real ones. */
export interface Discovery {
  /** The documents that are missing (404). */
  absent?: readonly (keyof typeof DISCOVERY_PATHS)[];
  /** The published origin of the endpoints. */
  endpointOrigin?: string;
  /** The published issuer. */
  issuer?: string;
  /** Members to add or replace. */
  members?: Record<string, unknown>;
}

/** `paths`: of the endpoints on their origin. */
export function discoveryAnswer(
  path: string,
  origin: string,
  paths: { token: string; introspection: string; userinfo: string },
  { absent = [], endpointOrigin = origin, issuer = origin, members }: Discovery,
): Answer {
  if (absent.some((name) => DISCOVERY_PATHS[name] === path)) return actionError(404, "there is no such document");
  return json(200, {
    issuer,
    token_endpoint: endpointOrigin + paths.token,
    introspection_endpoint: endpointOrigin + paths.introspection,
    userinfo_endpoint: endpointOrigin + paths.userinfo,
    grant_types_supported: ["client_credentials"],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
    ...members,
  });
}
