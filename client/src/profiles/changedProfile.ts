import * as l10n from "@vscode/l10n";
import { isSource, type StoredCredential } from "../../../common/credentialSources.ts";
import { PUBLIC_API } from "../../../common/endpoints.ts";
import { originOf } from "../credentials/binding.ts";
import {
  askCredentialAgain,
  credentialChoices,
  KEY_QUESTION,
  KIND_QUESTION,
  stepsOfKind,
} from "../credentials/credentialPrompts.ts";
import { credentialName } from "../credentials/credentialName.ts";
import { sentences } from "../../../common/sentences.ts";
import { keyOf, type UsableSecrets } from "../credentials/profileSecrets.ts";
import { describeSource } from "../credentials/sourcePrompts.ts";
import type { StepPrompts } from "../prompts/multiStepInput.ts";
import { AskAgain, type Choice } from "../prompts/questions.ts";
import { checkedProfile } from "../settings.ts";
import type { CredentialKind } from "../text/credentialKinds.ts";
import { workspaceAddress, workspacePart } from "./bindingQuestion.ts";
import { clientStep, resolvedClient } from "./clientSteps.ts";
import { withFields } from "./profileFields.ts";
import { type ProfileAnswers, END_QUESTION, endingSteps, type ProfileHelp, textOf, usable } from "./profileSteps.ts";
import type { Owner } from "./settingsTarget.ts";
import { type TrialFeedback, feedbackAt } from "./trial.ts";
import { urlStep } from "./whichArgus.ts";

/** A profile before the change. */
interface Original {
  name: string;
  settings: Readonly<Record<string, unknown>>;
  owner: Owner;
  /** See {@link checkedProfile}. */
  general: string | null;
}

/** Asks for the changes of a profile. Enter keeps a value; stored credentials need not be entered again. */
export async function changedProfileSteps(
  ask: StepPrompts,
  { name, settings, owner, general }: Original,
  help: ProfileHelp,
  feedback: TrialFeedback,
): Promise<ProfileAnswers> {
  const old = checkedProfile(name, settings, general);
  const before: UsableSecrets = old.ok ? await help.kept(old.value) : { secrets: {} };
  ask.expect("url", "client", KIND_QUESTION, END_QUESTION);
  if (before.secrets.credential === undefined) ask.expect(KEY_QUESTION);
  const url = await urlStep(ask, textOf(settings["url"]) ?? PUBLIC_API, feedbackAt(feedback, "url"));
  const oldClient = textOf(settings["clientId"]) ?? "";
  const client = await clientStep(ask, oldClient, feedback);
  const isMoved = !old.ok || originOf(old.value) !== originOf({ url });
  const { secrets, moved } = isMoved ? await help.kept({ name, url, clientId: client }) : before;
  const { scope, forwardedFor } = settings;
  const fields = { url, clientId: client, scope: textOf(scope), forwardedFor: textOf(forwardedFor) };
  const asked = checkedProfile(name, withFields(settings, fields), general);
  const ofWorkspace = asked.ok
    ? owner === "workspace"
      ? workspacePart(asked.value)
      : workspaceAddress(asked.value)
    : undefined;
  const why = sentences(feedbackAt(feedback, "credential") ?? moved, ofWorkspace);

  const kind = await kindStep(ask, secrets.credential, why);
  const question = { origin: originOf({ url }), inspect: help.inspect, feedback: feedbackAt(feedback, "credential") };
  const entered =
    kind === "keep" || kind === "later" ? undefined : usable(await stepsOfKind(ask, kind, question), feedback);
  const credential = entered ?? (kind === "keep" ? secrets.credential : undefined);
  const clientId =
    credential === undefined || client === oldClient
      ? client
      : await resolvedClient(
          ask,
          client,
          (shortName) => help.findClient({ name, url, clientId: shortName }, credential, shortName),
          feedback,
        );

  const { clientSecret, ...ending } = await endingSteps(
    ask,
    {
      ...{ name, url, clientId, settings, owner, general, isNew: false, credential },
      hasSecret: secrets.clientSecret !== undefined,
      urlQuestion: "url",
      credentialAgain: (last) =>
        kind === "keep" || credential === undefined
          ? new AskAgain(KIND_QUESTION, last)
          : askCredentialAgain(credential.kind, last),
    },
    help,
    feedback,
  );
  const profile = checkedProfile(name, ending.settings, general);
  // If the storage fails, secrets are in memory for the old settings, and would be lost with the change.
  const isOther = !isMoved && profile.ok && keyOf(profile.value) !== keyOf(old.value);
  // A client secret belongs to one client.
  const isSameClient = old.ok && old.value.clientId === clientId;
  const secret = clientSecret ?? (isOther && isSameClient ? secrets.clientSecret : undefined);
  const proof: StoredCredential | undefined = entered ?? (isOther ? credential : undefined);
  return {
    settings: ending.settings,
    owner: ending.owner,
    token: ending.token,
    showsSettings: ending.showsSettings,
    entered: [
      ...(proof === undefined ? [] : [{ credential: proof }]),
      ...(secret === undefined ? [] : [{ clientSecret: secret }]),
    ],
  };
}

function kindStep(
  ask: StepPrompts,
  stored: StoredCredential | undefined,
  why: string,
): Promise<CredentialKind | "keep" | "later"> {
  const keep = (credential: StoredCredential): Choice<"keep"> => ({
    label: l10n.t("Keep the {0}", credentialName(credential)),
    detail: isSource(credential) ? describeSource(credential) : l10n.t("The stored one; it is not shown"),
    value: "keep",
  });
  const later: Choice<"later"> = {
    label: l10n.t("Enter It Later"),
    detail: l10n.t("When a token is first needed"),
    value: "later",
  };
  const question = l10n.t("How do you authenticate?");
  return ask.pick<CredentialKind | "keep" | "later">({
    name: KIND_QUESTION,
    prompt: why === "" ? question : `${why} ${question}`,
    choices: [
      ...(stored === undefined ? [] : [keep(stored)]),
      ...credentialChoices(),
      ...(stored === undefined ? [later] : []),
    ],
    secretFor: KEY_QUESTION,
  });
}
