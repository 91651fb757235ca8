import * as l10n from "@vscode/l10n";
import { safeParse } from "valibot";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { describeIssue, headerTextSchema } from "../../../common/schema.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import { type StepPrompts, askSteps } from "../prompts/multiStepInput.ts";
import type { BoxStep, Choice } from "../prompts/questions.ts";
import { type CredentialKind, KIND_NAMES } from "../text/credentialKinds.ts";
import { originOf } from "./binding.ts";
import { type InspectKey, jwtSteps } from "./jwtPrompts.ts";

/** The secrets that can be entered for a profile. */
export type SecretKind = CredentialKind | "clientSecret";
export type EnteredSecret = { credential: Credential } | { clientSecret: string };

interface CredentialPromptOptions {
  /** Why the prompt is shown, as a sentence. */
  why?: string | undefined;
  inspect: InspectKey;
}

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
  ];
}

function secretChoices(): Choice<SecretKind>[] {
  return [
    ...credentialChoices(),
    {
      label: l10n.t("Client Secret"),
      detail: l10n.t("Authenticates the client application for Introspect"),
      value: "clientSecret",
    },
  ];
}

/**
 * Asks for a secret of a profile.
 *
 * @param which a kind; `credential` for any that gets a token; `undefined` for any at all
 */
export async function askSecret(
  profile: Profile,
  which: SecretKind | "credential" | undefined,
  { why, inspect }: CredentialPromptOptions,
): Promise<Outcome<EnteredSecret>> {
  const origin = originOf(profile);
  const entered = await askSteps(titleOf(profile, which), async (ask): Promise<Outcome<EnteredSecret>> => {
    const isOpen = which === undefined || which === "credential";
    const kind = isOpen
      ? await ask.pick({
          prompt: sentences(why, l10n.t("What do you want to enter for {0}?", origin)),
          choices: which === undefined ? secretChoices() : credentialChoices(),
        })
      : which;
    // The reason is shown only once.
    const reason = isOpen ? undefined : why;
    if (kind === "clientSecret") {
      const prompt = l10n.t(
        "Client secret of {0}, for introspection at {1}; leave it empty if the client has none",
        profile.clientId,
        origin,
      );
      const clientSecret = await ask.box(clientSecretStep(sentences(reason, prompt), ask.total(0)));
      return { ok: true, value: { clientSecret } };
    }
    // The number of questions depends on the key.
    const following = kind === "jwt" ? undefined : 0;
    const credential = await credentialSteps(ask, kind, { origin, inspect, why: reason, following });
    return credential.ok ? { ok: true, value: { credential: credential.value } } : credential;
  });
  return entered ?? failure("cancelled");
}

interface CredentialQuestion {
  /** The origin that the credential is for. */
  origin: string;
  inspect: InspectKey;
  /** Why the prompt is shown, as a sentence. */
  why?: string | undefined;
  /** What was wrong with the previous entry, as a sentence. */
  feedback?: string | undefined;
  /** How many questions follow. */
  following: number | undefined;
}

export async function credentialSteps(
  ask: StepPrompts,
  kind: CredentialKind,
  { origin, inspect, why, feedback, following }: CredentialQuestion,
): Promise<Outcome<Credential>> {
  const total = ask.total(following);
  switch (kind) {
    case "apiKey": {
      const prompt = sentences(why, l10n.t("API key for {0}, kept in VS Code's secret storage", origin));
      const apiKey = await ask.box({ ...headerTextStep(prompt, l10n.t("API key")), feedback, total });
      return { ok: true, value: { kind, apiKey } };
    }
    case "session": {
      const prompt = sentences(why, l10n.t("Session token for {0}, kept in VS Code's secret storage", origin));
      const token = await ask.box({ ...headerTextStep(prompt, l10n.t("session token")), feedback, total });
      return { ok: true, value: { kind, token } };
    }
    case "jwt":
      return jwtSteps(ask, sentences(feedback ?? why, l10n.t("Private key for {0}", origin)), inspect, following);
  }
}

function titleOf({ name }: Profile, which: SecretKind | "credential" | undefined): string {
  if (which === undefined || which === "credential") return l10n.t("Argus: Credential of {0}", name);
  return which === "clientSecret"
    ? l10n.t("Argus: Client Secret of {0}", name)
    : l10n.t("Argus: {0} of {1}", KIND_NAMES[which], name);
}

export function clientSecretStep(prompt: string, total: number | undefined): BoxStep {
  return { prompt, secret: l10n.t("client secret"), keepSpaces: true, total };
}

function headerTextStep(prompt: string, secret: string): BoxStep {
  return {
    prompt,
    secret,
    problem: (text) => {
      const checked = safeParse(headerTextSchema, text, { abortEarly: true });
      return checked.success ? undefined : l10n.t("The {0} {1}", secret, describeIssue(checked.issues[0]));
    },
  };
}

/** Joins the sentences that exist. */
function sentences(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(" ");
}
