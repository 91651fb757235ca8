import * as l10n from "@vscode/l10n";
import { safeParse } from "valibot";
import { PUBLIC_API } from "../../../common/endpoints.ts";
import { describeIssue } from "../../../common/schema.ts";
import { isAddress, specialKind, withoutBrackets } from "../../../common/addresses.ts";
import { hasScopeCharacters } from "../../../common/scopes.ts";
import { hasUserInfo, isLoopback, isPublicHost, isSecure, parsedUrl } from "../../../common/urls.ts";
import type { CleanText } from "../prompts/questions.ts";
import { profileNameSchema } from "../../../common/protocol/profile.ts";

/** Why a text cannot be the name of a new profile, or `undefined`. */
export function nameProblem(name: string, known: readonly string[]): string | undefined {
  const checked = safeParse(profileNameSchema, name, { abortEarly: true });
  if (!checked.success) return l10n.t("The name {0}", describeIssue(checked.issues[0]));
  return known.includes(name) ? l10n.t("There is already a profile “{0}”", name) : undefined;
}

/** Adds a missing scheme to an entered URL, and removes quotes. */
export function cleanUrl(typed: string): CleanText {
  const text = typed
    .replace(/\p{Cf}/gu, "")
    .trim()
    .replace(/^["'<](.*)["'>]$/, "$1");
  // A host and a port look like a scheme and a path.
  const hasScheme = /^[a-z][a-z\d+.-]*:(?!\d+(?:[/?#]|$))/i.test(text) || "https://".startsWith(text.toLowerCase());
  if (hasScheme || !/^(?:\/\/)?[^\s/]+(?:\/|$)/.test(text)) return { text };
  const rest = text.replace(/^\/\//, "");
  const secure = `https://${rest}`;
  const scheme = isLoopback(parsedUrl(secure)?.hostname ?? "") ? "http://" : "https://";
  const url = scheme + rest;
  return { text: url, note: l10n.t("{0} was added: {1}", scheme, url) };
}

/** What is wrong with an entered URL, or `undefined`. */
export function urlProblem(text: string): string | undefined {
  if (parsedUrl(text) === undefined) return l10n.t("Enter a URL, such as {0}", PUBLIC_API);
  const url = new URL(text);
  if (hasUserInfo(text)) return l10n.t("A user name or password does not belong in the URL");
  return isSecure(url) ? undefined : l10n.t("The URL must begin with https:// (http:// only for this machine)");
}

export function clientIdProblem(text: string): string | undefined {
  return /^\S+$/.test(text) ? undefined : l10n.t("Enter the client ID, without spaces");
}

/** Argus' client IDs are UUIDs; other servers may use others. */
export function isUuid(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}

export function clientIdWarning(text: string): string | undefined {
  return isUuid(text)
    ? undefined
    : l10n.t("A client ID is usually a UUID. If this is a short name, press Enter to look it up");
}

/** The scopes in Argus' documentation, and what each one adds. */
export function knownScopes(): { name: string; gives: string }[] {
  return [
    { name: "openid", gives: l10n.t("Makes it an OpenID Connect token") },
    { name: "profile", gives: l10n.t("Userinfo returns the user name, name and picture") },
    { name: "email", gives: l10n.t("Userinfo returns the e-mail address") },
    { name: "groups", gives: l10n.t("Userinfo returns the groups (deprecated for third parties)") },
    {
      name: "groupstring",
      gives: l10n.t("Userinfo returns the groups as a JSON array in a string (deprecated for third parties)"),
    },
    { name: "customer", gives: l10n.t("Userinfo returns the customer and the domain") },
    { name: "clientip", gives: l10n.t("Userinfo returns the IP address that the token is bound to") },
  ];
}

export function scopesProblem(text: string): string | undefined {
  return hasScopeCharacters(text)
    ? undefined
    : l10n.t("A scope consists of ASCII characters other than quotes and backslashes; separate scopes with spaces");
}

export function addressProblem(text: string): string | undefined {
  return isAddress(withoutBrackets(text))
    ? undefined
    : l10n.t("Enter one IPv4 or IPv6 address, without a port or zone");
}

/** What looks wrong with an origin IP for calls to a URL. */
export function addressWarning(address: string, url: string): string | undefined {
  const host = parsedUrl(url)?.hostname;
  if (host === undefined || specialKind(withoutBrackets(address)) === undefined) return undefined;
  return isPublicHost(host)
    ? l10n.t("Argus sees your public address, and this is not a public one. Press Enter to use it anyway")
    : undefined;
}

/** The settings of a profile that the questions cover. */
export interface ProfileFields {
  url: string;
  clientId: string;
  scope: string | undefined;
  forwardedFor: string | undefined;
}

/** A profile's settings with some of them replaced; others are kept. */
export function withFields(
  settings: Readonly<Record<string, unknown>>,
  { url, clientId, scope, forwardedFor }: ProfileFields,
): Record<string, unknown> {
  const { scope: _, forwardedFor: __, ...rest } = settings;
  return {
    ...rest,
    url,
    clientId,
    ...(scope === undefined ? {} : { scope }),
    ...(forwardedFor === undefined ? {} : { forwardedFor }),
  };
}
