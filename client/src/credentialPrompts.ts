import { safeParse } from "valibot";
import { type Credential, describeIssue, headerTextSchema, type Profile } from "../../server/src/protocol.ts";
import { originOf } from "./credentials.ts";
import { type CredentialKind, KIND_NAMES } from "./credentialKinds.ts";
import { failure, type Outcome } from "./failure.ts";
import { type InspectKey, jwtSteps } from "./jwtPrompts.ts";
import { type Ask, askSteps, type BoxStep, type Choice } from "./multiStepInput.ts";

/** What can be entered for a profile. */
export type SecretKind = CredentialKind | "clientSecret";
export type EnteredSecret = { credential: Credential } | { clientSecret: string };

interface Circumstances {
  /** Why it is asked for, in a sentence. */
  why?: string | undefined;
  inspect: InspectKey;
}

const CREDENTIALS: readonly Choice<CredentialKind>[] = [
  { label: KIND_NAMES.apiKey, detail: "Proves who asks for a token", value: "apiKey" },
  { label: KIND_NAMES.session, detail: "Of a session that you have with Argus already", value: "session" },
  { label: KIND_NAMES.jwt, detail: "Made for each call with your enrolled private key", value: "jwt" },
];
const SECRETS: readonly Choice<SecretKind>[] = [
  ...CREDENTIALS,
  { label: "Client Secret", detail: "Proves the client application in Introspect", value: "clientSecret" },
];

/**
 * Asks for a secret of a profile.
 *
 * @param which a kind; `credential` for any that gets a token; `undefined` for any at all
 */
export async function askSecret(
  profile: Profile,
  which: SecretKind | "credential" | undefined,
  { why, inspect }: Circumstances,
): Promise<Outcome<EnteredSecret>> {
  const place = `for ${originOf(profile)}`;
  const reason = why === undefined ? "" : `${why} `;
  const entered = await askSteps(titleOf(profile, which), async (ask): Promise<Outcome<EnteredSecret>> => {
    const isOpen = which === undefined || which === "credential";
    const kind = isOpen
      ? await ask.pick({
          prompt: `${reason}What should be entered ${place}?`,
          choices: which === undefined ? SECRETS : CREDENTIALS,
        })
      : which;
    const total = isOpen ? 2 : 1;
    if (kind === "clientSecret") {
      const clientSecret = await ask.box({ ...clientSecretStep(profile, isOpen ? "" : reason), total });
      return { ok: true, value: { clientSecret } };
    }
    const credential = await credentialSteps(ask, kind, { place, total, inspect, why: isOpen ? "" : reason });
    return credential.ok ? { ok: true, value: { credential: credential.value } } : credential;
  });
  return entered ?? failure("cancelled");
}

/** The kind of credential that a new profile is used with. */
export function kindStep(ask: Ask, total: number): Promise<CredentialKind> {
  return ask.pick({ prompt: "How do you prove who you are?", choices: CREDENTIALS, total });
}

/** @param place where it is for, as the end of a sentence; `total` counts the questions where it is one box */
export async function credentialSteps(
  ask: Ask,
  kind: CredentialKind,
  { place, total, why = "", inspect }: { place: string; total: number; why?: string; inspect: InspectKey },
): Promise<Outcome<Credential>> {
  switch (kind) {
    case "apiKey": {
      const apiKey = await ask.box({ ...headerTextStep(`${why}API key ${place}`, "API key"), total });
      return { ok: true, value: { kind, apiKey } };
    }
    case "session": {
      const token = await ask.box({ ...headerTextStep(`${why}Session token ${place}`, "session token"), total });
      return { ok: true, value: { kind, token } };
    }
    case "jwt":
      return jwtSteps(ask, `${why}Private key ${place}`, inspect);
  }
}

function titleOf({ name }: Profile, which: SecretKind | "credential" | undefined): string {
  if (which === undefined || which === "credential") return `Argus: Credential of ${name}`;
  return `Argus: ${which === "clientSecret" ? "Client Secret" : KIND_NAMES[which]} of ${name}`;
}

function clientSecretStep(profile: Profile, reason: string): BoxStep {
  return {
    prompt: `${reason}Client secret of ${profile.clientId}, for introspection at ${originOf(profile)}; leave it empty if the client has none`,
    secret: "client secret",
    keepSpaces: true,
  };
}

function headerTextStep(prompt: string, secret: string): BoxStep {
  return {
    prompt,
    secret,
    problem: (text) => {
      const checked = safeParse(headerTextSchema, text, { abortEarly: true });
      return checked.success ? undefined : `The ${secret} ${describeIssue(checked.issues[0])}`;
    },
  };
}
