import { commands } from "vscode";
import { ignored } from "../../../common/ignored.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import {
  askCredentialAgain,
  type EnteredSecret,
  lastQuestionOf,
  type SecretKind,
  secretSteps,
  titleOf,
} from "../credentials/credentialPrompts.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import { keyOf } from "../credentials/profileSecrets.ts";
import { askSteps, type StepPrompts } from "../prompts/multiStepInput.ts";
import { type ProfileHelp, usable } from "./profileSteps.ts";
import { feedbackAt, tokenStep, type TrialFeedback } from "./trial.ts";

/** A secret to store, and the token that a credential got in its test. */
export interface TestedSecret {
  secret: EnteredSecret;
  token?: TokenValue | undefined;
}

/**
 * Asks for a secret of a profile. A credential is tested before anything is stored; if that fails, the person corrects
 * it, or has it stored anyway.
 *
 * @param which a kind; `credential` for any that gets a token; `undefined` for any at all
 * @param why the prompt is shown, as a sentence
 */
export async function enterSecret(
  profile: Profile,
  which: SecretKind | "credential" | undefined,
  why: string | undefined,
  { drafts, inspect, tryOut }: Pick<ProfileHelp, "drafts" | "inspect" | "tryOut">,
): Promise<Outcome<TestedSecret>> {
  const feedback: TrialFeedback = {};
  const flow = async (ask: StepPrompts): Promise<TestedSecret> => {
    const question = { why, inspect, feedback: feedbackAt(feedback, "credential") };
    const secret = usable(await secretSteps(ask, profile, which, question), feedback);
    if (!("credential" in secret)) return { secret };
    const { credential } = secret;
    const last = lastQuestionOf(credential.kind);
    const token = await tokenStep(ask, feedback, {
      kind: credential.kind,
      stepsBack: { credential: askCredentialAgain(credential.kind, last) },
      last,
      tryOut: () => tryOut(profile, credential),
      edit: () => {
        const editing = commands.executeCommand("argus.editProfile", profile.name);
        editing.then(undefined, ignored("the command reports its failures"));
      },
    });
    return { secret, token };
  };
  // The entry counts only for the settings that it was requested for.
  const entered = await askSteps(titleOf(profile, which), flow, {
    drafts,
    key: `enter ${which ?? ""} ${keyOf(profile)}`,
  });
  return entered === undefined ? failure("cancelled") : { ok: true, value: entered };
}
