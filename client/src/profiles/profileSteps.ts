import * as l10n from "@vscode/l10n";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { PUBLIC_API } from "../../../common/endpoints.ts";
import { credentialChoices, credentialSteps } from "../credentials/credentialPrompts.ts";
import { originOf } from "../credentials/binding.ts";
import type { Entered } from "../credentials/secretStore.ts";
import type { InspectKey } from "../credentials/jwtPrompts.ts";
import { type UsableSecrets, keyOf } from "../credentials/profileSecrets.ts";
import type { Outcome } from "../failures/failure.ts";
import type { Ask } from "../prompts/multiStepInput.ts";
import { Back, type Choice } from "../prompts/questions.ts";
import { checkedProfile } from "../settings.ts";
import { type CredentialKind, KIND_NAMES } from "../text/credentialKinds.ts";
import { workspaceSentence } from "./bindingQuestion.ts";
import { clientIdProblem, clientIdWarning, urlProblem, withFields } from "./profileFields.ts";
import { moreSteps, type More } from "./optionalSettings.ts";
import type { Owner } from "./settingsTarget.ts";
import { sentenceFor, tokenStep, type Told, toldAt } from "./trial.ts";

/** What the questions need of others. */
export interface ProfileHelp {
  inspect: InspectKey;
  /** What may be used for a profile as it would be. */
  kept(profile: Profile): Promise<UsableSecrets>;
  /** A token, made with what was entered before anything is saved. */
  tryOut(profile: Profile, credential: Credential): Promise<Outcome<TokenValue>>;
}

/** A profile as the questions begin. */
export interface Start {
  name: string;
  settings: Readonly<Record<string, unknown>>;
  owner: Owner;
  isNew: boolean;
  /** The credential, where it is not to be asked for. */
  given?: Credential | undefined;
}

/** A profile as the questions leave it. */
export interface Answers {
  settings: Readonly<Record<string, unknown>>;
  owner: Owner;
  entered: readonly Entered[];
  token?: TokenValue | undefined;
  showsSettings: boolean;
}

type End = "try" | "save" | "more" | "settings";

/** How many questions there are where nothing unusual is chosen: URL, client, the end, and kind and credential. */
export function leastSteps(given: Credential | undefined): number {
  return given === undefined ? 5 : 3;
}

/**
 * Asks all about a profile but its name, and tries it if the person likes.
 *
 * @param told outlives a step back
 */
export async function profileSteps(ask: Ask, start: Start, help: ProfileHelp, told: Told): Promise<Answers> {
  const { name, settings, given } = start;
  const old = checkedProfile(name, settings);
  const before: UsableSecrets = start.isNew || !old.ok ? { secrets: {} } : await help.kept(old.value);
  // What is stored need not be entered.
  const following = leastSteps(given) - (before.secrets.credential === undefined ? 1 : 2);
  const first = ask.answered;
  const url = await ask.box({
    total: ask.total(following),
    prompt: l10n.t("URL of the Argus API"),
    value: textOf(settings["url"]) ?? PUBLIC_API,
    placeholder: PUBLIC_API,
    told: toldAt(told, "url"),
    problem: urlProblem,
  });
  const clientId = await ask.box({
    total: ask.total(following - 1),
    prompt: l10n.t("Client ID of the application that the token is for"),
    value: textOf(settings["clientId"]) ?? "",
    placeholder: "00000000-0000-0000-0000-000000000000",
    told: toldAt(told, "clientId"),
    problem: clientIdProblem,
    warning: clientIdWarning,
  });
  const withMore = ({ scope, forwardedFor }: Pick<More, "scope" | "forwardedFor">): Record<string, unknown> =>
    withFields(settings, { url, clientId, scope, forwardedFor });
  const usual = { scope: textOf(settings["scope"]), forwardedFor: textOf(settings["forwardedFor"]) };
  const origin = originOf({ url });
  const isMoved = !old.ok || originOf(old.value) !== origin;
  const { secrets, moved } = isMoved && !start.isNew ? await help.kept({ name, url, clientId }) : before;

  const asked = checkedProfile(name, withMore(usual));
  const ofWorkspace = start.owner === "workspace" && asked.ok ? workspaceSentence(asked.value) : undefined;
  const why = toldAt(told, "credential") ?? moved ?? ofWorkspace;
  const kindAt = ask.answered;
  const circumstances = { stored: secrets.credential?.kind, isNew: start.isNew, why };
  const kind = given === undefined ? await kindStep(ask, circumstances) : "given";
  const credentialAt = kind === "keep" ? kindAt : ask.answered;
  const entered =
    kind === "keep" || kind === "later" || kind === "given"
      ? given
      : await newCredential(ask, kind, origin, help.inspect, told);
  const credential = entered ?? (kind === "keep" ? secrets.credential : undefined);

  let more: More = { ...usual, clientSecret: undefined, owner: start.owner };
  const ends = { isNew: start.isNew, canTry: credential !== undefined, told: toldAt(told, "scope") };
  let scopeAt = ask.answered;
  let end = await endStep(ask, { ...ends, hasMore: true });
  if (end === "more") {
    const hasSecret = secrets.clientSecret !== undefined;
    scopeAt = ask.answered;
    more = await moreSteps(ask, { ...more, url, clientId, hasSecret, choosesOwner: start.isNew, told: ends.told });
    end = await endStep(ask, { ...ends, hasMore: false, told: undefined });
  }
  const changed = withMore(more);
  const profile = checkedProfile(name, changed);
  const token =
    end === "try" && credential !== undefined
      ? await tokenStep(ask, told, {
          kind: credential.kind,
          places: {
            url: first,
            clientId: first + 1,
            scope: scopeAt,
            // One that is given is not this flow's to correct.
            ...(kind === "given" ? {} : { credential: credentialAt }),
          },
          asksAlone: kind === "apiKey" || kind === "session",
          tryOut: () => (profile.ok ? help.tryOut(profile.value, credential) : Promise.resolve(profile)),
        })
      : undefined;
  // Where the storage fails, secrets are held for a profile as it was, and would be lost with a change.
  const isOther = !isMoved && profile.ok && keyOf(profile.value) !== keyOf(old.value);
  // A client secret is its client's.
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

/** Asks until it is one, as far as that can be told before a call. */
async function newCredential(
  ask: Ask,
  kind: CredentialKind,
  origin: string,
  inspect: InspectKey,
  told: Told,
): Promise<Credential> {
  const at = ask.answered;
  const steps = await credentialSteps(ask, kind, { origin, inspect, told: toldAt(told, "credential"), following: 1 });
  if (steps.ok) return steps.value;
  told.now = { at: "credential", sentence: sentenceFor("credential", steps.error) };
  throw new Back(at);
}

interface KindCircumstances {
  /** The kind of the credential that is stored. */
  stored: CredentialKind | undefined;
  isNew: boolean;
  /** Why it is asked for, in a sentence. */
  why: string | undefined;
}

function kindStep(ask: Ask, { stored, isNew, why }: KindCircumstances): Promise<CredentialKind | "keep" | "later"> {
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

interface EndCircumstances {
  isNew: boolean;
  /** There is a credential to try it with. */
  canTry: boolean;
  hasMore: boolean;
  /** What was wrong with the scopes at the last try. */
  told: string | undefined;
}

function endStep(ask: Ask, { isNew, canTry, hasMore, told }: EndCircumstances): Promise<End> {
  const choices: (Choice<End> | false)[] = [
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
      detail: l10n.t("For the rest: endpoints, clientAuthentication"),
      value: "settings",
    },
  ];
  return ask.pick({
    prompt: l10n.t("Test the profile now?"),
    told,
    active: told === undefined ? undefined : "more",
    choices: choices.filter((choice) => choice !== false),
    total: ask.total(0),
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
