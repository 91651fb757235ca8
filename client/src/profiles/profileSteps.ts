import * as l10n from "@vscode/l10n";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { PUBLIC_API } from "../../../common/endpoints.ts";
import { credentialChoices, credentialSteps } from "../credentials/credentialPrompts.ts";
import { originOf } from "../credentials/binding.ts";
import type { SecretsChange } from "../credentials/secretStore.ts";
import type { InspectKey } from "../credentials/jwtPrompts.ts";
import { type UsableSecrets, keyOf } from "../credentials/profileSecrets.ts";
import type { Outcome } from "../failures/failure.ts";
import type { StepPrompts } from "../prompts/multiStepInput.ts";
import { Back, type Choice } from "../prompts/questions.ts";
import { checkedProfile } from "../settings.ts";
import { type CredentialKind, KIND_NAMES } from "../text/credentialKinds.ts";
import { workspaceSentence } from "./bindingQuestion.ts";
import { clientIdProblem, clientIdWarning, urlProblem, withFields } from "./profileFields.ts";
import { optionalSettingsSteps, type OptionalSettings } from "./optionalSettings.ts";
import type { Owner } from "./settingsTarget.ts";
import { sentenceFor, tokenStep, type TrialFeedback, feedbackAt } from "./trial.ts";

/** Services for the questions. */
export interface ProfileHelp {
  inspect: InspectKey;
  /** The secrets that could be used for a profile with these settings. */
  kept(profile: Profile): Promise<UsableSecrets>;
  /** Gets a token with the answers, before anything is saved. */
  tryOut(profile: Profile, credential: Credential): Promise<Outcome<TokenValue>>;
}

/** The profile before the questions. */
export interface ProfileDraft {
  name: string;
  settings: Readonly<Record<string, unknown>>;
  owner: Owner;
  isNew: boolean;
  /** The credential, if it need not be asked for. */
  given?: Credential | undefined;
}

/** The profile after the questions. */
export interface ProfileAnswers {
  settings: Readonly<Record<string, unknown>>;
  owner: Owner;
  entered: readonly SecretsChange[];
  token?: TokenValue | undefined;
  showsSettings: boolean;
}

type FinalChoice = "try" | "save" | "more" | "settings";

/** The usual number of questions: URL, client ID, the final choice, and kind and credential. */
export function leastSteps(given: Credential | undefined): number {
  return given === undefined ? 5 : 3;
}

/**
 * Asks for everything about a profile except its name, and tests it if the person wants to.
 *
 * @param feedback kept across steps back
 */
export async function profileSteps(
  ask: StepPrompts,
  start: ProfileDraft,
  help: ProfileHelp,
  feedback: TrialFeedback,
): Promise<ProfileAnswers> {
  const { name, settings, given } = start;
  const old = checkedProfile(name, settings);
  const before: UsableSecrets = start.isNew || !old.ok ? { secrets: {} } : await help.kept(old.value);
  // A stored credential need not be entered.
  const following = leastSteps(given) - (before.secrets.credential === undefined ? 1 : 2);
  const first = ask.answered;
  const url = await ask.box({
    total: ask.total(following),
    prompt: l10n.t("URL of the Argus API"),
    value: textOf(settings["url"]) ?? PUBLIC_API,
    placeholder: PUBLIC_API,
    feedback: feedbackAt(feedback, "url"),
    problem: urlProblem,
  });
  const clientId = await ask.box({
    total: ask.total(following - 1),
    prompt: l10n.t("Client ID of the application that the token is for"),
    value: textOf(settings["clientId"]) ?? "",
    placeholder: "00000000-0000-0000-0000-000000000000",
    feedback: feedbackAt(feedback, "clientId"),
    problem: clientIdProblem,
    warning: clientIdWarning,
  });
  const withMore = ({
    scope,
    forwardedFor,
  }: Pick<OptionalSettings, "scope" | "forwardedFor">): Record<string, unknown> =>
    withFields(settings, { url, clientId, scope, forwardedFor });
  const usual = { scope: textOf(settings["scope"]), forwardedFor: textOf(settings["forwardedFor"]) };
  const origin = originOf({ url });
  const isMoved = !old.ok || originOf(old.value) !== origin;
  const { secrets, moved } = isMoved && !start.isNew ? await help.kept({ name, url, clientId }) : before;

  const asked = checkedProfile(name, withMore(usual));
  const ofWorkspace = start.owner === "workspace" && asked.ok ? workspaceSentence(asked.value) : undefined;
  const why = feedbackAt(feedback, "credential") ?? moved ?? ofWorkspace;
  const kindAt = ask.answered;
  const circumstances = { stored: secrets.credential?.kind, isNew: start.isNew, why };
  const kind = given === undefined ? await kindStep(ask, circumstances) : "given";
  const credentialAt = kind === "keep" ? kindAt : ask.answered;
  const entered =
    kind === "keep" || kind === "later" || kind === "given"
      ? given
      : await newCredential(ask, kind, origin, help.inspect, feedback);
  const credential = entered ?? (kind === "keep" ? secrets.credential : undefined);

  let more: OptionalSettings = { ...usual, clientSecret: undefined, owner: start.owner };
  const ends = { isNew: start.isNew, canTry: credential !== undefined, feedback: feedbackAt(feedback, "scope") };
  let scopeAt = ask.answered;
  let end = await finalStep(ask, { ...ends, hasMore: true });
  if (end === "more") {
    const hasSecret = secrets.clientSecret !== undefined;
    scopeAt = ask.answered;
    more = await optionalSettingsSteps(ask, {
      ...more,
      url,
      clientId,
      hasSecret,
      choosesOwner: start.isNew,
      feedback: ends.feedback,
    });
    end = await finalStep(ask, { ...ends, hasMore: false, feedback: undefined });
  }
  const changed = withMore(more);
  const profile = checkedProfile(name, changed);
  const token =
    end === "try" && credential !== undefined
      ? await tokenStep(ask, feedback, {
          kind: credential.kind,
          indexes: {
            url: first,
            clientId: first + 1,
            scope: scopeAt,
            // A given credential cannot be corrected here.
            ...(kind === "given" ? {} : { credential: credentialAt }),
          },
          asksAlone: kind === "apiKey" || kind === "session",
          tryOut: () => (profile.ok ? help.tryOut(profile.value, credential) : Promise.resolve(profile)),
        })
      : undefined;
  // If the storage fails, secrets are in memory for the old settings, and would be lost with the change.
  const isOther = !isMoved && profile.ok && keyOf(profile.value) !== keyOf(old.value);
  // A client secret belongs to one client.
  const isSameClient = old.ok && old.value.clientId === clientId;
  const secret = more.clientSecret ?? (isOther && isSameClient ? secrets.clientSecret : undefined);
  const proof = entered ?? (isOther ? credential : undefined);
  return {
    settings: changed,
    owner: more.owner,
    entered: [
      ...(proof === undefined ? [] : [{ credential: proof }]),
      ...(secret === undefined ? [] : [{ clientSecret: secret }]),
    ],
    token,
    showsSettings: end === "settings",
  };
}

/** Asks until the credential is valid, as far as that can be checked without a call. */
async function newCredential(
  ask: StepPrompts,
  kind: CredentialKind,
  origin: string,
  inspect: InspectKey,
  feedback: TrialFeedback,
): Promise<Credential> {
  const at = ask.answered;
  const steps = await credentialSteps(ask, kind, {
    origin,
    inspect,
    feedback: feedbackAt(feedback, "credential"),
    following: 1,
  });
  if (steps.ok) return steps.value;
  feedback.now = { at: "credential", sentence: sentenceFor("credential", steps.error) };
  throw new Back(at);
}

interface KindStepOptions {
  /** The kind of the stored credential. */
  stored: CredentialKind | undefined;
  isNew: boolean;
  /** Why the prompt is shown, as a sentence. */
  why: string | undefined;
}

function kindStep(
  ask: StepPrompts,
  { stored, isNew, why }: KindStepOptions,
): Promise<CredentialKind | "keep" | "later"> {
  const keep = (kind: CredentialKind): Choice<"keep"> => ({
    label: l10n.t("Keep the {0}", KIND_NAMES[kind]),
    detail: l10n.t("The stored one; it is not shown"),
    value: "keep",
  });
  const later: Choice<"later"> = {
    label: l10n.t("Enter It Later"),
    detail: l10n.t("When a token is first needed"),
    value: "later",
  };
  const question = l10n.t("How do you authenticate?");
  return ask.pick<CredentialKind | "keep" | "later">({
    prompt: why === undefined ? question : `${why} ${question}`,
    choices: [
      ...(stored === undefined ? [] : [keep(stored)]),
      ...credentialChoices(),
      ...(isNew || stored !== undefined ? [] : [later]),
    ],
    total: ask.total(stored === undefined ? 2 : 1),
  });
}

interface FinalStepOptions {
  isNew: boolean;
  /** There is a credential for a test. */
  canTry: boolean;
  hasMore: boolean;
  /** What was wrong with the scopes in the last test. */
  feedback: string | undefined;
}

function finalStep(ask: StepPrompts, { isNew, canTry, hasMore, feedback }: FinalStepOptions): Promise<FinalChoice> {
  const choices: (Choice<FinalChoice> | false)[] = [
    canTry && {
      label: l10n.t("Get a Token Now"),
      detail: l10n.t("Tests what you entered, and saves the profile if it works"),
      value: "try",
    },
    { label: l10n.t("Save Without Testing"), value: "save" },
    hasMore && {
      label: l10n.t("More Settings…"),
      detail: l10n.t("Scopes, client secret, origin IP, and where a new profile is saved"),
      value: "more",
    },
    !isNew && {
      label: l10n.t("Save, and Open settings.json"),
      detail: l10n.t("For other settings: endpoints, clientAuthentication"),
      value: "settings",
    },
  ];
  return ask.pick({
    prompt: l10n.t("Test the profile now?"),
    feedback,
    active: feedback === undefined ? undefined : "more",
    choices: choices.filter((choice) => choice !== false),
    total: ask.total(0),
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
