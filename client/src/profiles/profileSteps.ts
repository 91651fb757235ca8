import * as l10n from "@vscode/l10n";
import type { StoredCredential } from "../../../common/credentialSources.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { FindClientValue, TokenValue } from "../../../common/protocol/requests.ts";
import type { SecretsChange } from "../credentials/secretStore.ts";
import { sentences } from "../../../common/sentences.ts";
import { FIRST_JWT_QUESTION, type InspectKey } from "../credentials/jwtPrompts.ts";
import { SOURCE_QUESTION } from "../credentials/sourcePrompts.ts";
import type { UsableSecrets } from "../credentials/profileSecrets.ts";
import type { Outcome } from "../failures/failure.ts";
import type { Drafts } from "../prompts/drafts.ts";
import type { StepPrompts } from "../prompts/multiStepInput.ts";
import { AskAgain, Back, type Choice } from "../prompts/questions.ts";
import { checkedProfile } from "../settings.ts";
import { workspaceAddress } from "./bindingQuestion.ts";
import { CLIENT_QUESTIONS } from "./clientSteps.ts";
import { withFields } from "./profileFields.ts";
import { optionalSettingsSteps, type OptionalSettings, SCOPE_QUESTION } from "./optionalSettings.ts";
import type { Owner } from "./settingsTarget.ts";
import { sentenceFor, tokenStep, type TrialFeedback, feedbackAt } from "./trial.ts";

/** Services for the questions. */
export interface ProfileHelp {
  drafts: Drafts;
  inspect: InspectKey;
  /** The secrets that could be used for a profile with these settings. */
  kept(profile: Profile): Promise<UsableSecrets>;
  /** Gets a token with the answers, before anything is saved. */
  tryOut(profile: Profile, credential: StoredCredential): Promise<Outcome<TokenValue>>;
  /** Looks up a client by its short name with the entered credential. */
  findClient(profile: Profile, credential: StoredCredential, shortName: string): Promise<Outcome<FindClientValue>>;
}

/** The profile after the questions. */
export interface ProfileAnswers {
  settings: Readonly<Record<string, unknown>>;
  owner: Owner;
  entered: readonly SecretsChange[];
  token?: TokenValue | undefined;
  showsSettings: boolean;
}

/** The answers before the final questions. */
interface Essentials {
  name: string;
  url: string;
  clientId: string;
  /** The settings before the change. */
  settings: Readonly<Record<string, unknown>>;
  owner: Owner;
  /** See {@link checkedProfile}. */
  general: string | null;
  isNew: boolean;
  /** A client secret is stored. */
  hasSecret: boolean;
  credential: StoredCredential | undefined;
  /** The question for the URL. */
  urlQuestion: string;
  /** Leads back to the credential; `undefined` if it cannot be corrected here. */
  credentialAgain?: ((last: string) => Back | AskAgain) | undefined;
}

/** The answers to the final questions. */
export interface Ending extends OptionalSettings {
  settings: Readonly<Record<string, unknown>>;
  token: TokenValue | undefined;
  showsSettings: boolean;
}

type FinalChoice = "try" | "save" | "more" | "settings";

/** The final question. */
export const END_QUESTION = "end";

/** Asks for optional settings, and tests the profile if the person wants to. @param feedback kept across steps back */
export async function endingSteps(
  ask: StepPrompts,
  essentials: Essentials,
  help: ProfileHelp,
  feedback: TrialFeedback,
): Promise<Ending> {
  const { name, url, clientId, settings, general, isNew, hasSecret, credential } = essentials;
  const settingsWith = ({
    scope,
    forwardedFor,
  }: Pick<OptionalSettings, "scope" | "forwardedFor">): Record<string, unknown> =>
    withFields(settings, { url, clientId, scope, forwardedFor });
  let more: OptionalSettings = {
    scope: textOf(settings["scope"]),
    forwardedFor: textOf(settings["forwardedFor"]),
    clientSecret: undefined,
    owner: essentials.owner,
  };
  const reason = feedbackAt(feedback, "scope");
  const common = { isNew, canTry: credential !== undefined, feedback: reason };
  // A credential that was given, such as one from a file, came without a question that could say this.
  const note = (): string | undefined => {
    const asked = checkedProfile(name, settingsWith(more), general);
    return isNew && asked.ok ? workspaceAddress(asked.value) : undefined;
  };
  let last = END_QUESTION;
  let end = await finalStep(ask, last, { ...common, note: note(), hasMore: true });
  if (end === "more") {
    last = "endOfMore";
    ask.expect(last);
    more = await optionalSettingsSteps(ask, {
      ...more,
      url,
      clientId,
      hasSecret,
      choosesOwner: isNew,
      feedback: reason,
    });
    end = await finalStep(ask, last, { ...common, note: note(), hasMore: false, feedback: undefined });
  }
  const changed = settingsWith(more);
  const profile = checkedProfile(name, changed, general);
  const again = essentials.credentialAgain?.(last);
  const token =
    end === "try" && credential !== undefined
      ? await tokenStep(ask, feedback, {
          kind: credential.kind,
          stepsBack: {
            url: new AskAgain(essentials.urlQuestion, last),
            clientId: new AskAgain(...CLIENT_QUESTIONS, last),
            scope: new Back(last === END_QUESTION ? END_QUESTION : SCOPE_QUESTION),
            ...(again === undefined ? {} : { credential: again }),
          },
          last,
          tryOut: () => (profile.ok ? help.tryOut(profile.value, credential) : Promise.resolve(profile)),
        })
      : undefined;
  return { ...more, settings: changed, token, showsSettings: end === "settings" };
}

/** Leads back to a key that cannot be read, or to a source that was not allowed. */
export function usable<T>(outcome: Outcome<T>, feedback: TrialFeedback): T {
  if (outcome.ok) return outcome.value;
  feedback.now = { at: "credential", sentence: sentenceFor("credential", outcome.error) };
  throw new Back(outcome.error.code === "sourceFailed" ? SOURCE_QUESTION : FIRST_JWT_QUESTION);
}

interface FinalStepOptions {
  isNew: boolean;
  /** There is a credential for a test. */
  canTry: boolean;
  /** What the person has to know about the test. */
  note: string | undefined;
  hasMore: boolean;
  /** What was wrong with the scopes in the last test. */
  feedback: string | undefined;
}

function finalStep(
  ask: StepPrompts,
  name: string,
  { isNew, canTry, note, hasMore, feedback }: FinalStepOptions,
): Promise<FinalChoice> {
  const choices: (Choice<FinalChoice> | false)[] = [
    canTry && {
      label: l10n.t("Get a Token Now"),
      detail: l10n.t("Tests what you entered, and saves the profile if it works"),
      value: "try",
    },
    { label: l10n.t("Save Without Testing"), value: "save" },
    hasMore && {
      label: l10n.t("More Settings…"),
      detail: l10n.t("Scopes, client secret, origin IP, where to save a new profile"),
      value: "more",
    },
    !isNew && {
      label: l10n.t("Save, and Open settings.json"),
      detail: l10n.t("For other settings: endpoints, clientAuthentication"),
      value: "settings",
    },
  ];
  return ask.pick({
    name,
    prompt: sentences(note, l10n.t("Test the profile now?")),
    feedback,
    active: feedback === undefined ? undefined : "more",
    choices: choices.filter((choice) => choice !== false),
  });
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
