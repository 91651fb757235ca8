import * as l10n from "@vscode/l10n";
import type { StoredCredential } from "../../../common/credentialSources.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import type { SecretsChange } from "../credentials/secretStore.ts";
import { type ClientError, failure, type Outcome } from "../failures/failure.ts";
import { written } from "../failures/written.ts";
import { askSteps } from "../prompts/multiStepInput.ts";
import { checkedProfile, generalForwardedFor, profileNamed, profileNames } from "../settings.ts";
import { changedProfileSteps } from "./changedProfile.ts";
import { isCurrent } from "./currentProfile.ts";
import { newProfileSteps } from "./newProfile.ts";
import { ownerOf, saveProfile, setActiveProfile, showProfiles, writtenProfile } from "./settingsTarget.ts";
import type { ProfileAnswers, ProfileHelp } from "./profileSteps.ts";
import type { TrialFeedback } from "./trial.ts";

/** A saved profile with the secrets to store for it. The profile is as the person saw it. */
export interface ConfiguredProfile {
  profile: Profile;
  entered: readonly SecretsChange[];
  token?: TokenValue | undefined;
  /** Why it could not be made the active profile. */
  notActive?: ClientError;
}

/**
 * Adds a profile to the settings; nothing is written if the person cancels.
 *
 * @param suggestion a name for it
 * @param given its credential, which is then not asked for
 */
export async function askNewProfile(
  help: ProfileHelp,
  suggestion?: string,
  given?: StoredCredential,
): Promise<Outcome<ConfiguredProfile>> {
  const hadProfiles = profileNames().length > 0;
  const feedback: TrialFeedback = {};
  const general = generalForwardedFor() ?? null;
  const added = await askSteps(
    l10n.t("Argus: Add Profile"),
    async (ask) => {
      const { name, ...answers } = await newProfileSteps(ask, { suggestion, given, general }, help, feedback);
      return { owner: answers.owner, saved: await save(name, answers, general) };
    },
    // A given key stays in its document, so a cancelled flow must not keep it. The question for a credential names the
    // origin IP, so answers that were given under another one do not count.
    given === undefined
      ? { drafts: help.drafts, key: `new ${general ?? ""}`, isDone: ({ saved }) => saved.ok }
      : undefined,
  );
  if (added === undefined) return failure("cancelled");
  const { owner, saved } = added;
  if (!saved.ok || !hadProfiles || !isCurrent(saved.value.profile)) return saved;
  const { name } = saved.value.profile;
  const active = await setActiveProfile(name, owner);
  if (active.ok) return saved;
  // Trying again would add another profile.
  const remedies = active.error.help?.filter((remedy) => remedy !== "retry") ?? [];
  return { ok: true, value: { ...saved.value, notActive: { ...active.error, help: remedies } } };
}

/**
 * Changes a profile in the settings. Settings that the questions do not cover are kept, and so is the name, which files
 * refer to.
 */
export async function askChanges(help: ProfileHelp, name: string): Promise<Outcome<ConfiguredProfile>> {
  const settings = writtenProfile(name);
  const owner = ownerOf(name);
  const general = generalForwardedFor() ?? null;
  if (settings === undefined) {
    const profile = profileNamed(name);
    // There is a setting with that name, but it is not an object that could be edited.
    if (!profile.ok && profile.error.code === "invalidProfile") await showProfiles(owner);
    return profile.ok ? failure("cancelled") : profile;
  }
  const feedback: TrialFeedback = {};
  const original = { name, settings, owner, general };
  const saved = await askSteps(
    l10n.t("Argus: Edit Profile {0}", name),
    async (ask) => save(name, await changedProfileSteps(ask, original, help, feedback), general),
    // Answers count for the settings that they would have changed.
    { drafts: help.drafts, key: `edit ${JSON.stringify(original)}`, isDone: ({ ok }) => ok },
  );
  return saved ?? failure("cancelled");
}

async function save(
  name: string,
  { settings, owner, showsSettings, ...rest }: ProfileAnswers,
  general: string | null,
): Promise<Outcome<ConfiguredProfile>> {
  const saved = await written(() => saveProfile(name, settings, owner), { ok: true, value: undefined }, owner);
  if (!saved.ok) return saved;
  if (showsSettings) await showProfiles(owner);
  // Uses the answers rather than the settings, which a workspace may have changed meanwhile.
  const profile = checkedProfile(name, settings, general);
  return profile.ok ? { ok: true, value: { profile: profile.value, ...rest } } : profile;
}
