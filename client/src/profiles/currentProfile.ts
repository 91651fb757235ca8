import * as l10n from "@vscode/l10n";
import type { Profile } from "../../../common/protocol/profile.ts";
import { originOf } from "../credentials/binding.ts";
import { keyOf } from "../credentials/profileSecrets.ts";
import { about, failure, type Outcome } from "../failures/failure.ts";
import { profileNamed } from "../settings.ts";
import { settingsSource, urlSource } from "./settingsTarget.ts";

/** Are a profile's settings still the same as when it was read? */
export function isCurrent(profile: Profile): boolean {
  const now = profileNamed(profile.name);
  return now.ok && keyOf(now.value) === keyOf(profile);
}

/** Fails if {@link isCurrent} is false. Errors: `profileChanged`, and those of an unreadable profile. */
export function checkCurrent(profile: Profile, ...hints: string[]): Outcome<void> {
  const now = profileNamed(profile.name);
  if (!now.ok) return about(profile.name, now);
  if (keyOf(now.value) === keyOf(profile)) return { ok: true, value: undefined };
  return explained("profileChanged", profile.name, ...hints, settingsSource(profile.name));
}

/**
 * The same after the person entered something for a profile: it applies to the settings they saw, not to later ones.
 */
export function checkEntered(profile: Profile): Outcome<void> {
  return checkCurrent(profile, l10n.t("What you entered is only used with {0}.", originOf(profile)));
}

/** The stored secrets were not sent; names the settings that point to another origin. */
export function credentialMoved(name: string): Outcome<never> {
  const { error } = failure("credentialMoved", name);
  return explained("credentialMoved", name, urlSource(name), error.hint);
}

/** The person did not confirm changed settings; names their file. */
export function settingsDiffer(name: string): Outcome<never> {
  return explained("settingsDiffer", name, settingsSource(name));
}

function explained(
  code: "profileChanged" | "credentialMoved" | "settingsDiffer",
  name: string,
  ...hints: (string | undefined)[]
): Outcome<never> {
  const { error } = failure(code, name);
  const hint = hints.filter((sentence) => sentence !== undefined).join(" ");
  return { ok: false, error: { ...error, profile: name, hint } };
}
