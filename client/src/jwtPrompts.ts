import { window, workspace } from "vscode";
import type { Credential, InspectKeyValue } from "../../server/src/protocol.ts";
import { type ClientError, failure, type Outcome } from "./failure.ts";
import type { Ask } from "./multiStepInput.ts";

/** What a private key can sign with; the worker knows. */
export type InspectKey = (key: { privateKey: string; passphrase?: string }) => Promise<Outcome<InspectKeyValue>>;

type SignedJwt = Extract<Credential, { kind: "jwt" }>;

/** A file larger than this is no key, in bytes. */
const LARGEST_KEY = 64 * 1024;

/** What a credential of this kind has to say about its tokens' claims. */
type ClaimSettings = Pick<SignedJwt, "issuer" | "subject" | "audience" | "lifetime">;

/** Asks for a private key, what it signs with, and how the JWT is sent. The usual way is to press Enter. */
export async function jwtSteps(ask: Ask, prompt: string, inspect: InspectKey): Promise<Outcome<SignedJwt>> {
  const privateKey = await askKey(ask, prompt);
  if (privateKey === "") return failure("noKeyFile");
  const key = await unlock(ask, privateKey, inspect);
  if (!key.ok) return key;
  const { algorithms, passphrase } = key.value;
  const algorithm = await askAlgorithm(ask, algorithms);
  const keyId = await ask.box({ prompt: "Key ID (kid) that Argus knows the key by; leave it empty if there is none" });
  const send = await askWay(ask);
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

async function askKey(ask: Ask, prompt: string): Promise<string> {
  const from = await ask.pick({
    prompt,
    choices: [
      { label: "Choose Key File…", detail: "PEM or JWK. It is copied into the secret storage", value: "file" },
      { label: "Paste JWK", detail: "A private key as JSON, on one line", value: "jwk" },
    ] as const,
  });
  if (from === "file") return ask.other(readKeyFile);
  return ask.box({
    prompt: "Private key as JWK",
    placeholder: "{…}",
    secret: "key",
    problem: (text) => (/^\{.*\}$/s.test(text) ? undefined : "A JWK begins with { and ends with }"),
  });
}

/**
 * The file is read where the extension runs, which need not be where the window is; it is not looked at again.
 *
 * @returns empty where it cannot be a key
 */
async function readKeyFile(): Promise<string | undefined> {
  const [uri] = (await window.showOpenDialog({ title: "Argus: Private Key", openLabel: "Use Key" })) ?? [];
  if (uri === undefined) return undefined;
  try {
    const { size } = await workspace.fs.stat(uri);
    return size > LARGEST_KEY ? "" : new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return "";
  }
}

async function unlock(
  ask: Ask,
  privateKey: string,
  inspect: InspectKey,
): Promise<Outcome<InspectKeyValue & { passphrase?: string }>> {
  const locked = await inspect({ privateKey });
  if (locked.ok || !needsPassphrase(locked.error)) return locked;
  const passphrase = await ask.box({
    prompt: "Passphrase of the private key, kept with it in the secret storage",
    secret: "passphrase",
    keepSpaces: true,
    problem: (text) => (text === "" ? "The key is encrypted: enter its passphrase" : undefined),
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

async function askAlgorithm(ask: Ask, algorithms: readonly string[]): Promise<string | undefined> {
  if (algorithms.length < 2) return algorithms[0];
  const choices = algorithms.map((name, index) => ({
    label: name,
    ...(index === 0 ? { detail: "Default" } : {}),
    value: name,
  }));
  return ask.pick({ prompt: "What the key signs with", choices });
}

async function askWay(ask: Ask): Promise<NonNullable<SignedJwt["send"]>> {
  const way = await ask.pick({
    prompt: "How the signed JWT is sent",
    choices: [
      { label: "Authorization: Bearer", detail: "As Argus documents it", value: "bearer" },
      { label: "client_assertion", detail: "In the form of the token call (RFC 7523)", value: "clientAssertion" },
      { label: "A Header…", detail: "One that your deployment expects", value: "header" },
    ] as const,
  });
  if (way !== "header") return way;
  const header = await ask.box({
    prompt: "Name of the header",
    problem: (text) => (/^[\w!#$%&'*+.^`|~-]+$/.test(text) ? undefined : "This cannot be a header's name"),
  });
  return { header };
}

async function askClaims(ask: Ask): Promise<ClaimSettings> {
  const isUsual = await ask.pick({
    prompt: "What the JWT says",
    choices: [
      {
        label: "Use Defaults",
        detail: "iss and sub: the client ID · aud: the token endpoint · 60 seconds",
        value: true,
      },
      { label: "Edit…", detail: "Issuer, subject, audience, lifetime", value: false },
    ],
  });
  if (isUsual) return {};
  const issuer = await ask.box({ prompt: "Issuer (iss); empty: the client ID" });
  const subject = await ask.box({ prompt: "Subject (sub); empty: the issuer" });
  const audience = await ask.box({ prompt: "Audience (aud); empty: the token endpoint's URL" });
  const lifetime = await ask.box({
    prompt: "Lifetime in seconds, 1 to 3600",
    value: "60",
    problem: (text) =>
      /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 3600
        ? undefined
        : "Enter a number of seconds, 1 to 3600",
  });
  return {
    ...(issuer === "" ? {} : { issuer }),
    ...(subject === "" ? {} : { subject }),
    ...(audience === "" ? {} : { audience }),
    ...(lifetime === "60" ? {} : { lifetime: Number(lifetime) }),
  };
}
