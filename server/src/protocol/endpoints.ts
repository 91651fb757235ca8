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
