import { isDeepStrictEqual } from "node:util";
import { fallback, parse, safeParse } from "valibot";
import { ConfigurationTarget, type Disposable, env, workspace } from "vscode";
import { isAddress, withoutBrackets } from "../../common/addresses.ts";
import type { InsertStyle } from "../../common/protocol/documents.ts";
import { type ClientCertificates, clientCertificatesSchema } from "../../common/clientCertificates.ts";
import { type CredentialSource, sourcesIn } from "../../common/credentialSources.ts";
import { plainLabel } from "../../common/plainText.ts";
import { describeIssue } from "../../common/schema.ts";
import { type Profile, profileSchema, profileSettingsSchema } from "../../common/protocol/profile.ts";
import { workerSettingsSchema } from "../../common/protocol/settings.ts";
import { TokenHeader } from "../../common/tokenHeader.ts";
import { type TokenRequest, tokenRequestSchema } from "../../common/tokenRequest.ts";
import { type Outcome, failure } from "./failures/failure.ts";
import { type SettingsPlace, writtenSetting } from "./failures/written.ts";

/** The name of a profile if the person does not choose another. */
export const DEFAULT_PROFILE = "default";

/** Fires for every change of one of our settings. */
export function onDidChangeSettings(listener: () => void): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration("argus")) listener();
  });
}

/** The value of a setting, as it was written. */
export function setting(name: string): unknown {
  return workspace.getConfiguration("argus").get(name);
}

/** The names in `argus.profiles`, valid or not. */
export function profileNames(): string[] {
  const profiles = setting("profiles");
  return typeof profiles === "object" && profiles !== null ? Object.keys(profiles) : [];
}

/** One profile, validated. Errors: `unknownProfile`, `invalidProfile`. */
export function profileNamed(name: string): Outcome<Profile> {
  const value = (setting("profiles") as Record<string, unknown> | undefined)?.[name];
  return value === undefined ? failure("unknownProfile", name) : checkedProfile(name, value);
}

/** The header for a profile's token. */
export function tokenHeaderOf(name: string | undefined): TokenHeader {
  const profile = name === undefined ? undefined : profileNamed(name);
  return new TokenHeader(profile?.ok === true ? profile.value : {});
}

/** A profile according to the user's own settings, ignoring those of a workspace. */
export function ownProfile(name: string): Profile | undefined {
  const own = settingIn("globalValue", "profiles");
  const value = (own as Record<string, unknown> | undefined)?.[name];
  const checked = value === undefined ? undefined : checkedProfile(name, value, ownForwardedFor());
  return checked?.ok === true ? checked.value : undefined;
}

/**
 * The origin IP of a profile's calls, unless it is the user's own. It is not compared with the workspace's settings: a
 * profile that was read before they changed still has their old value.
 */
export function workspaceOriginIp({ name, forwardedFor }: Profile): string | undefined {
  const own = ownPart(name, "forwardedFor") ?? ownForwardedFor();
  return forwardedFor !== undefined && forwardedFor !== own && isOriginIp(forwardedFor) ? forwardedFor : undefined;
}

/** The general origin IP of the user's own settings; `null` if there is none. */
function ownForwardedFor(): unknown {
  return settingIn("globalValue", "forwardedFor") ?? null;
}

function isOriginIp(text: string): boolean {
  return isAddress(withoutBrackets(text.trim()));
}

/** A profile's additions to the token call, unless they are the user's own. */
export function workspaceTokenRequest({ name, tokenRequest }: Profile): TokenRequest | undefined {
  const own = safeParse(tokenRequestSchema, ownPart(name, "tokenRequest"));
  return own.success && isDeepStrictEqual(own.output, tokenRequest) ? undefined : tokenRequest;
}

/** The URL at which *Sign Out* ends a profile's token and session, unless both are in the user's own settings. */
export function workspaceSignOut({ name, url, signOut }: Profile): string | undefined {
  const isOwn = ownPart(name, "signOut") === signOut && ownPart(name, "url") === url;
  return signOut === "argus" && !isOwn ? url : undefined;
}

/** One of a profile's settings in the user's own, even if the others are a workspace's. */
function ownPart(name: string, key: string): unknown {
  const profiles = settingIn("globalValue", "profiles") as Record<string, Record<string, unknown> | null> | undefined;
  return profiles?.[name]?.[key];
}

function settingIn(where: "globalValue" | "workspaceValue", name: string): unknown {
  return workspace.getConfiguration("argus").inspect(name)?.[where];
}

/**
 * A profile's settings, validated. A profile without an origin IP has the general one from now on, so that a later
 * change of that setting neither changes what the person was asked about nor the call. Errors: `invalidProfile`.
 *
 * @param general origin IP, as the person was asked about it; `null` for none
 */
export function checkedProfile(
  name: string,
  value: unknown,
  general: unknown = generalForwardedFor(),
): Outcome<Profile> {
  // Not the schema for calls: no setting can allow a credential to go to another origin.
  const checked = safeParse(profileSettingsSchema, value, { abortEarly: true });
  if (!checked.success) return failure("invalidProfile", `${plainLabel(name)}: ${describeIssue(checked.issues[0])}`);
  const named = safeParse(profileSchema.entries.name, name, { abortEarly: true });
  if (!named.success) return failure("invalidProfile", `${plainLabel(name)}: ${describeIssue(named.issues[0])}`);
  const { forwardedFor = typeof general === "string" ? general : "auto", ...others } = checked.output;
  // Always in this order, because profiles are compared as texts. A name with a space at its end is another name.
  return { ok: true, value: { name, ...others, forwardedFor } };
}

/** The active profile's name: `argus.activeProfile`, else `default`, else the first one. */
export function activeProfileName(): string | undefined {
  const names = profileNames();
  const chosen = setting("activeProfile");
  if (typeof chosen === "string" && chosen !== "") return chosen;
  return names.includes(DEFAULT_PROFILE) ? DEFAULT_PROFILE : names[0];
}

/** The origin IP for profiles without one of their own. */
export function generalForwardedFor(): string | undefined {
  const address = setting("forwardedFor");
  return typeof address === "string" ? address : undefined;
}

/** Client certificates by host. An invalid entry counts as one without files; the worker explains what is wrong. */
export function clientCertificates(): ClientCertificates {
  return parse(fallback(clientCertificatesSchema, {}), setting("clientCertificate"));
}

/** The sources of credentials in the user's own settings: a workspace must not decide what runs. */
export function credentialSources(): CredentialSource[] {
  return sourcesIn(settingIn("globalValue", "credentialSources"));
}

/** The time limit of a call to Argus in ms, read as the worker reads it. */
export function callTimeLimit(): number {
  return parse(workerSettingsSchema.entries.timeout, setting("timeout")) * 1000;
}

export function insertStyle(): InsertStyle {
  const style = setting("insertAs");
  return style === "variable" || style === "environment" ? style : "literal";
}

/** Whether secrets are kept only in memory, until the window is closed. */
export function keepsSecretsInSession(): boolean {
  return setting("secretStorage") === "session";
}

/** May tokens be put into the environment? */
export function keepsEnvironment(): boolean {
  return setting("environmentVariables") === true;
}

/** With these settings requests always have a live token, and no file has to change. */
const FRESH_TOKENS: Readonly<Record<string, unknown>> = {
  insertAs: "environment",
  autoRefresh: "session",
  environmentVariables: true,
};

export function keepsFresh(): boolean {
  return missingForFreshTokens().length === 0;
}

/** Those of these settings that have another value, each with the right one. */
export function missingForFreshTokens(): [name: string, value: unknown][] {
  return Object.entries(FRESH_TOKENS).filter(([name, value]) => setting(name) !== value);
}

/**
 * Where a new value of a setting takes effect: a workspace's value takes precedence over the user's, and in a remote
 * window VS Code writes settings of the scope `machine` on the remote machine.
 */
export function placeOf(name: string): SettingsPlace {
  if (settingIn("workspaceValue", name) !== undefined) return "workspace";
  return name === "environmentVariables" && env.remoteName !== undefined ? "remote" : "user";
}

/** Writes a setting, by default where it takes effect. Errors: `settingFailed`. @param name without `argus.` */
export function saveSetting(name: string, value: unknown, place = placeOf(name)): Promise<Outcome<void>> {
  const target = place === "workspace" ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  return writtenSetting(`argus.${name}`, place, async () =>
    workspace.getConfiguration("argus").update(name, value, target),
  );
}

/** Whether `argus-token` works in terminals: after asking, without asking, or not at all. */
export type TerminalCommandSetting = "ask" | "on" | "off";

export function terminalCommand(): TerminalCommandSetting {
  const value = setting("terminalCommand");
  return value === "on" || value === "off" ? value : "ask";
}

/** What is renewed automatically: nothing, the session's tokens, or also those in open documents. */
export type AutoRefreshSetting = "off" | "session" | "documents";

export function autoRefresh(): AutoRefreshSetting {
  const what = setting("autoRefresh");
  return what === "session" || what === "documents" ? what : "off";
}
