import * as l10n from "@vscode/l10n";
import type { StoredCredential } from "../../../common/credentialSources.ts";
import { originOf } from "../credentials/binding.ts";
import { askCredentialAgain, credentialSteps, KEY_QUESTION } from "../credentials/credentialPrompts.ts";
import type { StepPrompts } from "../prompts/multiStepInput.ts";
import { checkedProfile, profileNames } from "../settings.ts";
import { workspaceAddress } from "./bindingQuestion.ts";
import { clientStep, resolvedClient } from "./clientSteps.ts";
import { nameProblem } from "./profileFields.ts";
import { type ProfileAnswers, END_QUESTION, endingSteps, type ProfileHelp, usable } from "./profileSteps.ts";
import { type TrialFeedback, feedbackAt } from "./trial.ts";
import { argusSteps, freeName } from "./whichArgus.ts";

/** The known facts about a new profile. */
interface Beginning {
  /** A name for it. */
  suggestion: string | undefined;
  /** Its credential, if it need not be asked for. */
  given: StoredCredential | undefined;
  /** See {@link checkedProfile}. */
  general: string | null;
}

/** Asks first for what people know: which Argus, and the credential. The name comes last, with a default. */
export async function newProfileSteps(
  ask: StepPrompts,
  { suggestion, given, general }: Beginning,
  help: ProfileHelp,
  feedback: TrialFeedback,
): Promise<ProfileAnswers & { name: string }> {
  const known = profileNames();
  const asksCredential = given === undefined;
  ask.expect("argus", ...(asksCredential ? [KEY_QUESTION] : []), "client", "name", END_QUESTION);
  const argus = await argusSteps(ask, feedbackAt(feedback, "url"), asksCredential ? KEY_QUESTION : undefined);
  const { url } = argus;
  const credential = given ?? (await newCredential(ask, { url, general }, help, feedback));
  const clientId =
    argus.clientId ??
    (await resolvedClient(
      ask,
      await clientStep(ask, "", feedback),
      (shortName) => help.findClient({ name: shortName, url, clientId: shortName }, credential, shortName),
      feedback,
    ));
  const name = await ask.box({
    name: "name",
    prompt: l10n.t("Profile name, as in “# @argus name”"),
    value: suggestion ?? freeName(argus, known),
    problem: (text) => nameProblem(text, known),
  });
  const { settings, owner, token, showsSettings, clientSecret } = await endingSteps(
    ask,
    {
      ...{ name, url, clientId, settings: {}, owner: "user", general, isNew: true, hasSecret: false, credential },
      urlQuestion: argus.question,
      credentialAgain: asksCredential ? (last) => askCredentialAgain(credential.kind, last) : undefined,
    },
    help,
    feedback,
  );
  return {
    ...{ name, settings, owner, token, showsSettings },
    // Also a given one: without its credential, the token of the test is not used.
    entered: [{ credential }, ...(clientSecret === undefined ? [] : [{ clientSecret }])],
  };
}

async function newCredential(
  ask: StepPrompts,
  { url, general }: { url: string; general: string | null },
  { inspect }: ProfileHelp,
  feedback: TrialFeedback,
): Promise<StoredCredential> {
  const provisional = checkedProfile("-", { url, clientId: "-" }, general);
  const why = provisional.ok ? workspaceAddress(provisional.value) : undefined;
  const question = { origin: originOf({ url }), inspect, why, feedback: feedbackAt(feedback, "credential") };
  return usable(await credentialSteps(ask, question), feedback);
}
