import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { isAddress, withoutBrackets } from "../../../common/addresses.ts";
import { endpointUrl } from "../../../common/endpoints.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { ownProfile, workspaceOriginIp } from "../settings.ts";

/**
 * What decides who can use the secrets of a profile, beside their origin: the client, the endpoints, and an origin IP that
 * a workspace sets. Secrets are used for nothing else than what they were entered for.
 */
export const bindingSchema = v.object({
  clientId: v.string(),
  /** Full URLs. */
  token: v.string(),
  introspection: v.string(),
  userinfo: v.string(),
  originIp: v.exactOptional(v.string()),
});
export type Binding = v.InferOutput<typeof bindingSchema>;

/** One thing that is different from what secrets were entered for, as a person reads it. */
export interface BindingChange {
  what: string;
  from: string;
  to: string;
}

export function bindingOf(profile: Profile): Binding {
  const address = workspaceOriginIp(profile);
  const originIp = address !== undefined && isAddress(withoutBrackets(address)) ? address : undefined;
  return {
    clientId: profile.clientId,
    token: endpointUrl(profile, "token"),
    introspection: endpointUrl(profile, "introspection"),
    userinfo: endpointUrl(profile, "userinfo"),
    ...(originIp === undefined ? {} : { originIp }),
  };
}

/**
 * What secrets of version 0.1.0, which were bound to an origin alone, are taken to be for: what the user's own settings say
 * of the profile, whatever a workspace changes of it; else what the profile is now.
 */
export function assumedBinding(profile: Profile, origin: string): Binding {
  const own = ownProfile(profile.name);
  const isOfOrigin = own !== undefined && originOf(own) === origin;
  return bindingOf(isOfOrigin ? own : profile);
}

export function changesBetween(old: Binding, now: Binding): BindingChange[] {
  const names: readonly (readonly [keyof Binding, string])[] = [
    ["clientId", l10n.t("Client ID")],
    ["token", l10n.t("Token endpoint")],
    ["introspection", l10n.t("Introspection endpoint")],
    ["userinfo", l10n.t("Userinfo endpoint")],
    ["originIp", l10n.t("Origin IP")],
  ];
  return names
    .filter(([key]) => old[key] !== now[key])
    .map(([key, what]) => ({ what, from: old[key] ?? l10n.t("none"), to: now[key] ?? l10n.t("none") }));
}

/** The origin of the profile's URL, or the text itself where it has none; the worker refuses to call that. */
export function originOf({ url }: Pick<Profile, "url">): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}
