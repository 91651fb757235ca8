import * as l10n from "@vscode/l10n";
import { window, workspace } from "vscode";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { InspectKeyValue } from "../../../common/protocol/requests.ts";
import { type ClientError, failure, type Outcome } from "../failures/failure.ts";
import { withoutLineBreak } from "../prompts/cleanText.ts";
import type { StepPrompts } from "../prompts/multiStepInput.ts";
import { keeping } from "./keeping.ts";
import { sentences } from "../../../common/sentences.ts";

/** Asks the worker which algorithms fit a private key. */
export type InspectKey = (key: { privateKey: string; passphrase?: string }) => Promise<Outcome<InspectKeyValue>>;

type SignedJwt = Extract<Credential, { kind: "jwt" }>;

/** In bytes; a larger file is not a key. */
const LARGEST_KEY = 64 * 1024;

/** The settings for the claims of a signed JWT. */
type ClaimSettings = Pick<SignedJwt, "issuer" | "subject" | "audience" | "lifetime">;

/** Where a key comes from: the first question about it. */
export const FIRST_JWT_QUESTION = "keySource";
/** The claims: the last question that is always asked. */
export const LAST_JWT_QUESTION = "claims";

/**
 * Asks for a private key, its algorithm, and how the JWT is sent. Pressing Enter accepts the usual answers.
 */
export async function jwtSteps(ask: StepPrompts, prompt: string, inspect: InspectKey): Promise<Outcome<SignedJwt>> {
  ask.expect(FIRST_JWT_QUESTION, "keyId", "send", LAST_JWT_QUESTION);
  const privateKey = await askKey(ask, prompt);
  if (privateKey === "") return failure("noKeyFile");
  const key = await unlock(ask, privateKey, inspect);
  if (!key.ok) return key;
  const { algorithms, passphrase } = key.value;
  const algorithm = await askAlgorithm(ask, algorithms);
  const keyId = await ask.box({
    name: "keyId",
    prompt: l10n.t("Key ID (kid) that Argus knows the key by; leave it empty if there is none"),
  });
  const send = await askTransport(ask);
  const claims = await askClaims(ask);
  return {
    ok: true,
    value: {
      kind: "jwt",
      privateKey,
      ...(passphrase === undefined ? {} : { passphrase }),
      ...(algorithm === undefined ? {} : { algorithm }),
      ...(keyId === "" ? {} : { keyId }),
      send,
      ...claims,
    },
  };
}

async function askKey(ask: StepPrompts, prompt: string): Promise<string> {
  const from = await ask.pick({
    name: FIRST_JWT_QUESTION,
    prompt,
    choices: [
      {
        label: l10n.t("Choose Key File…"),
        detail: sentences(l10n.t("The key is copied from a PEM or JWK file."), keeping()),
        value: "file",
      },
      { label: l10n.t("Paste JWK"), detail: l10n.t("A private key as JSON, on one line"), value: "jwk" },
    ] as const,
    secretFor: "jwk",
  });
  if (from === "file") return ask.other("keyFile", readKeyFile, { isSecret: true });
  return ask.box({
    name: "jwk",
    prompt: l10n.t("Private key as JWK"),
    placeholder: "{…}",
    isSecret: true,
    problem: (text) => (/^\{.*\}$/s.test(text) ? undefined : l10n.t("A JWK begins with { and ends with }")),
  });
}

/**
 * Reads the file once, on the machine where the extension runs, which may not be the window's.
 *
 * @returns an empty text if it cannot be a key
 */
async function readKeyFile(): Promise<string | undefined> {
  const [uri] =
    (await window.showOpenDialog({ title: l10n.t("Argus: Private Key"), openLabel: l10n.t("Use Key") })) ?? [];
  if (uri === undefined) return undefined;
  try {
    const { size } = await workspace.fs.stat(uri);
    return size > LARGEST_KEY ? "" : new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return "";
  }
}

async function unlock(
  ask: StepPrompts,
  privateKey: string,
  inspect: InspectKey,
): Promise<Outcome<InspectKeyValue & { passphrase?: string }>> {
  const locked = await inspect({ privateKey });
  if (locked.ok || !needsPassphrase(locked.error)) return locked;
  const passphrase = await ask.box({
    name: "passphrase",
    prompt: sentences(l10n.t("Passphrase of the private key."), keeping()),
    isSecret: true,
    clean: (typed) => withoutLineBreak(typed, l10n.t("passphrase")),
    problem: (text) => (text === "" ? l10n.t("The key is encrypted: enter its passphrase") : undefined),
    check: async (text) => {
      const opened = await inspect({ privateKey, passphrase: text });
      return opened.ok ? undefined : opened.error.message;
    },
  });
  const opened = await inspect({ privateKey, passphrase });
  return opened.ok ? { ok: true, value: { ...opened.value, passphrase } } : opened;
}

function needsPassphrase({ code, reason }: ClientError): boolean {
  return code === "invalidCredential" && reason === "passphraseNeeded";
}

async function askAlgorithm(ask: StepPrompts, algorithms: readonly string[]): Promise<string | undefined> {
  if (algorithms.length < 2) return algorithms[0];
  const choices = algorithms.map((name, index) => ({
    label: name,
    ...(index === 0 ? { detail: l10n.t("Default") } : {}),
    value: name,
  }));
  return ask.pick({ name: "algorithm", prompt: l10n.t("Signature algorithm"), choices });
}

async function askTransport(ask: StepPrompts): Promise<NonNullable<SignedJwt["send"]>> {
  const transport = await ask.pick({
    name: "send",
    prompt: l10n.t("How the signed JWT is sent"),
    choices: [
      { label: "Authorization: Bearer", detail: l10n.t("As Argus documents it"), value: "bearer" },
      {
        label: "client_assertion",
        detail: l10n.t("In the form body of the token request (RFC 7523)"),
        value: "clientAssertion",
      },
      { label: l10n.t("A Header…"), detail: l10n.t("One that your deployment expects"), value: "header" },
    ] as const,
  });
  if (transport !== "header") return transport;
  const header = await ask.box({
    name: "header",
    prompt: l10n.t("Name of the header"),
    problem: (text) => (/^[\w!#$%&'*+.^`|~-]+$/.test(text) ? undefined : l10n.t("This is not a valid header name")),
  });
  return { header };
}

async function askClaims(ask: StepPrompts): Promise<ClaimSettings> {
  const isUsual = await ask.pick({
    name: LAST_JWT_QUESTION,
    prompt: l10n.t("JWT claims"),
    choices: [
      {
        label: l10n.t("Use Defaults"),
        detail: l10n.t("iss, sub: the client ID · aud: the token endpoint · 60 seconds"),
        value: true,
      },
      { label: l10n.t("Edit…"), detail: l10n.t("Issuer, subject, audience, lifetime"), value: false },
    ],
  });
  if (isUsual) return {};
  ask.expect("issuer", "subject", "audience", "lifetime");
  const issuer = await ask.box({ name: "issuer", prompt: l10n.t("Issuer (iss); empty: the client ID") });
  const subject = await ask.box({ name: "subject", prompt: l10n.t("Subject (sub); empty: the issuer") });
  const audience = await ask.box({
    name: "audience",
    prompt: l10n.t("Audience (aud); empty: the token endpoint's URL"),
  });
  const lifetime = await ask.box({
    name: "lifetime",
    prompt: l10n.t("Lifetime in seconds, 1 to 3600"),
    value: "60",
    problem: (text) =>
      /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 3600
        ? undefined
        : l10n.t("Enter a number of seconds, 1 to 3600"),
  });
  return {
    ...(issuer === "" ? {} : { issuer }),
    ...(subject === "" ? {} : { subject }),
    ...(audience === "" ? {} : { audience }),
    ...(lifetime === "60" ? {} : { lifetime: Number(lifetime) }),
  };
}
