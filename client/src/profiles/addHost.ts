import * as l10n from "@vscode/l10n";
import { window } from "vscode";
import { calledHost, isHostEntry } from "../../../common/hosts.ts";
import { tellDone } from "../failures/doneMessage.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import { plainText } from "../../../common/plainText.ts";
import { written } from "../failures/written.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { profileNamed } from "../settings.ts";
import type { AgreedHosts } from "./agreedHosts.ts";
import { checkCurrent } from "./currentProfile.ts";
import { ownerOf, saveHost } from "./settingsTarget.ts";

/**
 * Like {@link addHost}, after the person agreed: other extensions can run the command too. Errors: the same,
 * `cancelled`.
 */
export async function askToAddHost(name: string, host: string, agreed: AgreedHosts): Promise<Outcome<void>> {
  const profile = profileNamed(name);
  if (!profile.ok) return profile;
  const shown = calledHost(host);
  if (shown === undefined) return failure("invalidProfile", `${name}: hosts`);
  const question = l10n.t("Add {0} to the hosts of “{1}”?", shown, name);
  const detail = l10n.t("Its operator can use a token that you send there while it is live.");
  const add = l10n.t("Add Host");
  const answer = await window.showWarningMessage(plainText(question), { modal: true, detail }, add);
  return answer === add ? addHost(profile.value, host, agreed) : failure("cancelled");
}

/**
 * Adds a host to the settings of a profile, unless they have changed since the person was asked. Errors: `profileChanged`,
 * `unknownProfile`, `invalidProfile`, `settingsFailed`.
 */
export async function addHost(profile: Profile, host: string, agreed: AgreedHosts): Promise<Outcome<void>> {
  const { name } = profile;
  const current = checkCurrent(profile);
  if (!current.ok) return current;
  if (!isHostEntry(host)) return failure("invalidProfile", `${name}: hosts`);
  // Before the settings: these are sent to the worker as soon as they change.
  await agreed.add(name, host);
  const owner = ownerOf(name);
  const saved = await written(() => saveHost(name, host, owner), { ok: true, value: undefined } as const, owner);
  if (saved.ok) tellDone(l10n.t("Tokens of “{0}” are now also for {1}.", name, host));
  return saved;
}
