import * as l10n from "@vscode/l10n";
import { window } from "vscode";
import type { Profile } from "../../../common/protocol/profile.ts";
import { type BindingChange, bindingOf, changesBetween } from "../credentials/binding.ts";
import { ownProfile, workspaceOriginIp } from "../settings.ts";
import { plainText } from "../../../common/plainText.ts";
import { settingsSource, workspaceSettingsFile } from "./settingsTarget.ts";

/** Asks whether stored secrets may be used for changed settings; shows the old and new values and the settings file. */
export async function confirmChanges({ name }: Profile, changes: readonly BindingChange[]): Promise<boolean> {
  const text = l10n.t(
    "The settings of “{0}” have changed since its secrets were entered. Use the secrets with the new settings?",
    name,
  );
  const lines = changes.map(({ what, from, to }) => `${what}: ${from}\n→ ${to}`);
  const detail = [settingsSource(name), ...lines].join("\n\n");
  const use = l10n.t("Use the Secrets");
  return (await window.showWarningMessage(plainText(text), { modal: true, detail: plainText(detail) }, use)) === use;
}

/** The origin IP that a workspace sets for a profile, as a sentence for credential prompts. */
export function workspaceAddress(profile: Profile): string | undefined {
  const address = workspaceOriginIp(profile);
  return address === undefined
    ? undefined
    : l10n.t("This workspace sets the origin IP in {0} ({1}).", workspaceSettingsFile(), address);
}

/** How the workspace's settings affect who gets the secrets of a profile, as a sentence for credential prompts. */
export function workspacePart(profile: Profile): string | undefined {
  const own = ownProfile(profile.name);
  const changes = changesBetween(own === undefined ? {} : bindingOf(own), bindingOf(profile));
  if (changes.length === 0) return undefined;
  const set = changes.map(({ what, to }) => `${what}: ${to}`).join("; ");
  return l10n.t("This workspace sets the profile in {0} ({1}).", workspaceSettingsFile(), set);
}
