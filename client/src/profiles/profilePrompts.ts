import * as l10n from "@vscode/l10n";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import type { SecretsChange } from "../credentials/secretStore.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import { askSteps } from "../prompts/multiStepInput.ts";
import { checkedProfile, DEFAULT_PROFILE, profileNamed, profileNames } from "../settings.ts";
import { isCurrent } from "./currentProfile.ts";
import { nameProblem } from "./profileFields.ts";
import { ownerOf, saveProfile, setActiveProfile, showProfiles, written, writtenProfile } from "./settingsTarget.ts";
import { type ProfileAnswers, leastSteps, type ProfileHelp, profileSteps } from "./profileSteps.ts";
import type { TrialFeedback } from "./trial.ts";

/** A profile as the person was asked about it and as it was saved, and the secrets to keep for it. */
export interface ConfiguredProfile {
  profile: Profile;
  entered: readonly SecretsChange[];
  token?: TokenValue | undefined;
}

/**
 * A new profile in the settings; nothing is written if the person gives up on the way.
 *
 * @param suggestion what it may be called
 * @param given its credential, which is not asked for then
 */
export async function askNewProfile(
  help: ProfileHelp,
  suggestion?: string,
  given?: Credential,
): Promise<Outcome<ConfiguredProfile>> {
  const known = profileNames();
  const feedback: TrialFeedback = {};
  const asked = await askSteps(l10n.t("Argus: Add Profile"), async (ask) => {
    const name = await ask.box({
      total: ask.total(leastSteps(given)),
      prompt: l10n.t("Profile name, as in “# @argus name”"),
      value: suggestion ?? (known.includes(DEFAULT_PROFILE) ? "" : DEFAULT_PROFILE),
      problem: (text) => nameProblem(text, known),
    });
    const answers = await profileSteps(ask, { name, settings: {}, owner: "user", isNew: true, given }, help, feedback);
    return { name, answers };
  });
  if (asked === undefined) return failure("cancelled");
  const { name, answers } = asked;
  const saved = await save(name, answers);
  if (!saved.ok || known.length === 0 || !isCurrent(saved.value.profile)) return saved;
  return written(() => setActiveProfile(name, answers.owner), saved);
}

/** A profile of the settings, changed there. What the questions are not about stays; so does its name, which files say. */
export async function askChanges(help: ProfileHelp, name: string): Promise<Outcome<ConfiguredProfile>> {
  const settings = writtenProfile(name);
  const owner = ownerOf(name);
  if (settings === undefined) {
    const profile = profileNamed(name);
    // There is something of that name, but nothing that could be asked about.
    if (!profile.ok && profile.error.code === "invalidProfile") await showProfiles(owner);
    return profile.ok ? failure("cancelled") : profile;
  }
  const feedback: TrialFeedback = {};
  const answers = await askSteps(l10n.t("Argus: Edit Profile {0}", name), (ask) =>
    profileSteps(ask, { name, settings, owner, isNew: false }, help, feedback),
  );
  return answers === undefined ? failure("cancelled") : save(name, answers);
}

async function save(
  name: string,
  { settings, owner, showsSettings, ...rest }: ProfileAnswers,
): Promise<Outcome<ConfiguredProfile>> {
  const saved = await written(() => saveProfile(name, settings, owner), { ok: true, value: undefined });
  if (!saved.ok) return saved;
  if (showsSettings) await showProfiles(owner);
  // What was asked, and not what the settings say now: a workspace may have changed them since.
  const profile = checkedProfile(name, settings);
  return profile.ok ? { ok: true, value: { profile: profile.value, ...rest } } : profile;
}
