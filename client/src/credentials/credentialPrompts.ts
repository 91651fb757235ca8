import * as l10n from "@vscode/l10n";
import { safeParse } from "valibot";
import type { StoredCredential } from "../../../common/credentialSources.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { describeIssue, headerTextSchema } from "../../../common/schema.ts";
import type { Outcome } from "../failures/failure.ts";
import { withoutLineBreak } from "../prompts/cleanText.ts";
import type { StepPrompts } from "../prompts/multiStepInput.ts";
import { AskAgain, Back, type BoxStep, type Choice } from "../prompts/questions.ts";
import { type CredentialKind, KIND_NAMES } from "../text/credentialKinds.ts";
import { originOf } from "./binding.ts";
import { keeping } from "./keeping.ts";
import { sentences } from "../../../common/sentences.ts";
import { FIRST_JWT_QUESTION, type InspectKey, jwtSteps, LAST_JWT_QUESTION } from "./jwtPrompts.ts";
import { pastedSecret } from "./pastedSecret.ts";
import { SOURCE_QUESTION, sourceSteps } from "./sourcePrompts.ts";

/** The secrets that can be entered for a profile. */
export type SecretKind = CredentialKind | "clientSecret";
export type EnteredSecret = { credential: StoredCredential } | { clientSecret: string };

/** The question for an API key. */
export const KEY_QUESTION = "apiKey";
/** The question for the kind of credential. */
export const KIND_QUESTION = "kind";
const SESSION_QUESTION = "session";

/** The kinds of credential, the most common first. */
export function credentialChoices(): Choice<CredentialKind>[] {
  return [
    { label: KIND_NAMES.apiKey, detail: l10n.t("Authenticates you when a token is requested"), value: "apiKey" },
    {
      label: KIND_NAMES.session,
      detail: l10n.t("From an existing Argus session"),
      value: "session",
    },
    { label: KIND_NAMES.jwt, detail: l10n.t("Signed for each call with your enrolled private key"), value: "jwt" },
    {
      label: KIND_NAMES.command,
      detail: l10n.t("Asks a secret manager such as op or az. Nothing is stored"),
      value: "command",
    },
    {
      label: KIND_NAMES.environment,
      detail: l10n.t("Reads a variable that VS Code started with. Nothing is stored"),
      value: "environment",
    },
  ];
}

function clientSecretChoice(): Choice<"clientSecret"> {
  return {
    label: l10n.t("Client Secret"),
    detail: l10n.t("Authenticates the client application for Introspect"),
    value: "clientSecret",
  };
}

/**
 * Asks for a secret of a profile.
 *
 * @param which a kind; `credential` for any that gets a token; `undefined` for any at all
 */
export async function secretSteps(
  ask: StepPrompts,
  profile: Profile,
  which: SecretKind | "credential" | undefined,
  about: Omit<CredentialQuestion, "origin">,
): Promise<Outcome<EnteredSecret>> {
  const origin = originOf(profile);
  const question = { origin, ...about };
  const kind =
    which === undefined || which === "credential"
      ? await firstSteps(ask, question, which === undefined ? [clientSecretChoice()] : [])
      : which;
  if (typeof kind === "object") return { ok: true, value: { credential: kind } };
  if (kind === "clientSecret") {
    const prompt = l10n.t(
      "Client secret of {0}, for introspection at {1}; leave it empty if the client has none",
      profile.clientId,
      origin,
    );
    return { ok: true, value: { clientSecret: await ask.box(clientSecretStep(sentences(about.why, prompt))) } };
  }
  const credential = await stepsOfKind(ask, kind, question);
  return credential.ok ? { ok: true, value: { credential: credential.value } } : credential;
}

interface CredentialQuestion {
  /** The origin that the credential is for. */
  origin: string;
  inspect: InspectKey;
  /** Why the prompt is shown, as a sentence. */
  why?: string | undefined;
  /** What was wrong with the previous entry, as a sentence. */
  feedback?: string | undefined;
}

/** Asks for an API key, and for the kind of credential if it is left empty. */
export async function credentialSteps(
  ask: StepPrompts,
  question: CredentialQuestion,
): Promise<Outcome<StoredCredential>> {
  const first = await firstSteps<never>(ask, question, []);
  return typeof first === "object" ? { ok: true, value: first } : stepsOfKind(ask, first, question);
}

/** The API key, or the choice of another secret. @param others choices besides credentials */
async function firstSteps<K extends "clientSecret">(
  ask: StepPrompts,
  { origin, why, feedback }: CredentialQuestion,
  others: readonly Choice<K>[],
): Promise<StoredCredential | CredentialKind | K> {
  const prompt = l10n.t("API key for {0}; leave it empty to enter something else.", origin);
  const apiKey = await ask.box(keyStep(sentences(why, prompt, keeping()), feedback, true));
  if (apiKey !== "") return { kind: "apiKey", apiKey };
  return ask.pick<CredentialKind | K>({
    name: KIND_QUESTION,
    prompt: l10n.t("What do you want to enter for {0}?", origin),
    choices: [...credentialChoices().filter(({ value }) => value !== "apiKey"), ...others],
    secretFor: SESSION_QUESTION,
  });
}

/** Asks for a credential of one kind. */
export async function stepsOfKind(
  ask: StepPrompts,
  kind: CredentialKind,
  { origin, inspect, why, feedback }: CredentialQuestion,
): Promise<Outcome<StoredCredential>> {
  switch (kind) {
    case "apiKey": {
      const prompt = sentences(why, l10n.t("API key for {0}.", origin), keeping());
      return { ok: true, value: { kind, apiKey: await ask.box(keyStep(prompt, feedback)) } };
    }
    case "session": {
      const prompt = sentences(why, l10n.t("Session token for {0}.", origin), keeping());
      const step = headerTextStep(SESSION_QUESTION, prompt, l10n.t("session token"));
      return { ok: true, value: { kind, token: await ask.box({ ...step, feedback }) } };
    }
    case "jwt":
      return jwtSteps(ask, sentences(feedback ?? why, l10n.t("Private key for {0}", origin)), inspect);
    case "command":
    case "environment":
      return sourceSteps(ask, kind, origin, feedback ?? why);
  }
}

/** The last question about a credential. */
export function lastQuestionOf(kind: CredentialKind): string {
  switch (kind) {
    case "apiKey":
      return KEY_QUESTION;
    case "session":
      return SESSION_QUESTION;
    case "jwt":
      return LAST_JWT_QUESTION;
    case "command":
    case "environment":
      return SOURCE_QUESTION;
  }
}

/** Leads back to a refused credential. @param last the question before the test */
export function askCredentialAgain(kind: CredentialKind, last: string): Back | AskAgain {
  switch (kind) {
    case "apiKey":
      return new AskAgain(KEY_QUESTION, last);
    case "session":
      return new AskAgain(SESSION_QUESTION, last);
    case "jwt":
      return new Back(FIRST_JWT_QUESTION);
    case "command":
    case "environment":
      return new Back(SOURCE_QUESTION);
  }
}

export function titleOf({ name }: Profile, which: SecretKind | "credential" | undefined): string {
  if (which === undefined || which === "credential") return l10n.t("Argus: Credential of {0}", name);
  return which === "clientSecret"
    ? l10n.t("Argus: Client Secret of {0}", name)
    : l10n.t("Argus: {0} of {1}", KIND_NAMES[which], name);
}

export function clientSecretStep(prompt: string): BoxStep {
  return {
    name: "clientSecret",
    prompt,
    isSecret: true,
    clean: (typed) => withoutLineBreak(typed, l10n.t("client secret")),
  };
}

/** @param isOptional allows an empty answer */
function keyStep(prompt: string, feedback: string | undefined, isOptional = false): BoxStep {
  const step = headerTextStep(KEY_QUESTION, prompt, l10n.t("API key"));
  return {
    ...step,
    feedback,
    problem: (text) => (text === "" && isOptional ? undefined : step.problem(text)),
  };
}

function headerTextStep(name: string, prompt: string, what: string): BoxStep & Required<Pick<BoxStep, "problem">> {
  return {
    name,
    prompt,
    isSecret: true,
    clean: (typed) => pastedSecret(typed, what),
    problem: (text) => {
      const checked = safeParse(headerTextSchema, text, { abortEarly: true });
      return checked.success ? undefined : l10n.t("The {0} {1}", what, describeIssue(checked.issues[0]));
    },
  };
}
