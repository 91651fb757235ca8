import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { endpointUrl } from "../../../common/endpoints.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { parsedUrl } from "../../../common/urls.ts";
import { parametersOf, type TokenRequest } from "../../../common/tokenRequest.ts";
import { ownProfile, workspaceOriginIp, workspaceSignOut, workspaceTokenRequest } from "../settings.ts";

/**
 * The settings that decide who gets the secrets of a profile, besides their origin: the client, the endpoints, and if a
 * workspace sets them, an origin IP, additions to the token call, and where a session is ended. Secrets are used only
 * for the settings that they were entered for.
 */
export const bindingSchema = v.object({
  clientId: v.string(),
  /** Full URLs. */
  token: v.string(),
  introspection: v.string(),
  userinfo: v.string(),
  originIp: v.exactOptional(v.string()),
  tokenRequest: v.exactOptional(v.string()),
  /** The base URL of where *Sign Out* ends the token and the session. */
  signOut: v.exactOptional(v.string()),
});
export type Binding = v.InferOutput<typeof bindingSchema>;

/** One difference from the settings that secrets were entered for, as a sentence for the person. */
export interface BindingChange {
  what: string;
  from: string;
  to: string;
}

export function bindingOf(profile: Profile): Binding {
  const originIp = workspaceOriginIp(profile);
  const tokenRequest = workspaceTokenRequest(profile);
  const signOut = workspaceSignOut(profile);
  return {
    clientId: profile.clientId,
    token: endpointUrl(profile, "token"),
    introspection: endpointUrl(profile, "introspection"),
    userinfo: endpointUrl(profile, "userinfo"),
    ...(originIp === undefined ? {} : { originIp }),
    ...(tokenRequest === undefined ? {} : { tokenRequest: described(tokenRequest) }),
    ...(signOut === undefined ? {} : { signOut }),
  };
}

/** Each header and parameter on a line, sorted, because their order has no meaning. */
function described(tokenRequest: TokenRequest): string {
  const headers = Object.entries(tokenRequest.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  const parameters = parametersOf(tokenRequest).map(([name, value]) => `${name}=${value}`);
  return [...headers.sort(), ...parameters.sort()].join("\n");
}

/**
 * The binding of secrets from version 0.1.0, which were bound only to an origin: the profile according to the user's
 * own settings, whatever a workspace changes; else the current profile.
 */
export function assumedBinding(profile: Profile, origin: string): Binding {
  const own = ownProfile(profile.name);
  const isOfOrigin = own !== undefined && originOf(own) === origin;
  return bindingOf(isOfOrigin ? own : profile);
}

export function changesBetween(old: Partial<Binding>, now: Binding): BindingChange[] {
  const names: readonly (readonly [keyof Binding, string])[] = [
    ["clientId", l10n.t("Client ID")],
    ["token", l10n.t("Token endpoint")],
    ["introspection", l10n.t("Introspection endpoint")],
    ["userinfo", l10n.t("Userinfo endpoint")],
    ["originIp", l10n.t("Origin IP")],
    ["tokenRequest", l10n.t("Additions to the token call")],
    ["signOut", l10n.t("Sign-out at Argus")],
  ];
  return names
    .filter(([key]) => old[key] !== now[key])
    .map(([key, what]) => ({ what, from: old[key] ?? l10n.t("none"), to: now[key] ?? l10n.t("none") }));
}

/** The origin of the profile's URL, or the text itself if it has none; the worker refuses to call that. */
export function originOf({ url }: Pick<Profile, "url">): string {
  return parsedUrl(url)?.origin ?? url;
}
