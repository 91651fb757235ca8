import * as l10n from "@vscode/l10n";
import { window } from "vscode";
import { endpointUrl } from "../../../common/endpoints.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { type BindingChange, bindingOf, changesBetween } from "../credentials/binding.ts";
import { ownProfile } from "../settings.ts";
import { plainText } from "../text/plainText.ts";
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

/** The part of a profile that the workspace's settings decide, as a sentence for credential prompts. */
export function workspacePart(profile: Profile): string | undefined {
  const own = ownProfile(profile.name);
  const isOwn = own !== undefined && changesBetween(bindingOf(own), bindingOf(profile)).length === 0;
  return isOwn ? undefined : workspaceSentence(profile);
}

export function workspaceSentence(profile: Profile): string {
  return l10n.t(
    "This workspace sets the profile in {0}: client {1}, token endpoint {2}.",
    workspaceSettingsFile(),
    profile.clientId,
    endpointUrl(profile, "token"),
  );
}
