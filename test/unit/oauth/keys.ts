/** Key pairs for tests, created on demand because RSA is slow. */
import { generateKeyPairSync, type KeyObject } from "node:crypto";

export interface KeyPair {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

export type KeyKind = "rsa" | "p256" | "p384" | "p521" | "ed25519";

const MAKERS: Readonly<Record<KeyKind, () => KeyPair>> = {
  rsa: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  p256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
  p384: () => generateKeyPairSync("ec", { namedCurve: "P-384" }),
  p521: () => generateKeyPairSync("ec", { namedCurve: "P-521" }),
  ed25519: () => generateKeyPairSync("ed25519"),
};

const made = new Map<KeyKind, KeyPair>();

export function keyPair(kind: KeyKind): KeyPair {
  const pair = made.get(kind) ?? MAKERS[kind]();
  made.set(kind, pair);
  return pair;
}

export const PASSPHRASE = "correct horse: % é staple";

/** The forms of a private key; a form that only RSA or EC has falls back to PKCS#8. */
export const FORMS: Readonly<Record<string, (key: KeyObject) => string>> = {
  "PKCS#8": (key) => pem(key, "pkcs8"),
  "PKCS#1 or SEC1": (key) => pem(key, traditional(key)),
  "encrypted PKCS#8": (key) => pem(key, "pkcs8", "aes-256-cbc"),
  "encrypted PKCS#1 or SEC1": (key) => pem(key, traditional(key), "aes-128-cbc"),
  JWK: (key) => JSON.stringify(key.export({ format: "jwk" })),
};

export function pem(key: KeyObject, type: "pkcs1" | "pkcs8" | "sec1", cipher?: string): string {
  const encryption = cipher === undefined ? {} : { cipher, passphrase: PASSPHRASE };
  return key.export({ format: "pem", type, ...encryption }).toString();
}

export function publicPem(key: KeyObject): string {
  return key.export({ format: "pem", type: "spki" }).toString();
}

function traditional({ asymmetricKeyType }: KeyObject): "pkcs1" | "pkcs8" | "sec1" {
  return asymmetricKeyType === "rsa" ? "pkcs1" : asymmetricKeyType === "ec" ? "sec1" : "pkcs8";
}

/** Fails if a text contains a line of a key, a long part of one, or a passphrase. */
export function assertNoSecret(text: string, ...secrets: string[]): void {
  for (const secret of [PASSPHRASE, ...secrets.flatMap((each) => each.split(/[\r\n"]+/))]) {
    const isWord = secret.length < 20 || secret.startsWith("-----");
    if (secret !== PASSPHRASE && isWord) continue;
    if (text.includes(secret)) throw new Error("a secret is told");
  }
}
