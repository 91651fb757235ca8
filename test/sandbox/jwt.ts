/** Compact JWS, verified only with `node:crypto`: independent of the library with which the worker signs. */
import { constants, verify, type KeyObject } from "node:crypto";

export interface Jwt {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  /** The signed bytes. */
  input: Buffer;
  signature: Buffer;
}

/** Splits a compact JWS with a JSON payload; `undefined` if it is not one. @see RFC 7515 §7.1 */
export function parseJwt(text: string): Jwt | undefined {
  const parts = text.split(".");
  const [header, claims] = parts.slice(0, 2).map(jsonObject);
  const signature = decode(parts[2] ?? "");
  if (parts.length !== 3 || header === undefined || claims === undefined || signature === undefined) return undefined;
  return { header, claims, input: Buffer.from(text.slice(0, text.lastIndexOf(".")), "latin1"), signature };
}

/** Strict base64url: no padding, no stray bits. */
function decode(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, "base64url");
  return bytes.toString("base64url") === part ? bytes : undefined;
}

function jsonObject(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(decode(part)));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** How to verify an algorithm, and the keys it fits. */
interface Algorithm {
  hash: string | null;
  fits: (key: KeyObject) => boolean;
  options?: { dsaEncoding: "ieee-p1363" } | { padding: number; saltLength?: number };
}

const isRsa = (key: KeyObject, ...types: string[]): boolean =>
  types.includes(key.asymmetricKeyType ?? "") && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;

const rsa = (hash: string): Algorithm => ({
  hash,
  fits: (key) => isRsa(key, "rsa"),
  options: { padding: constants.RSA_PKCS1_PADDING },
});
const pss = (hash: string): Algorithm => ({
  hash,
  fits: (key) => isRsa(key, "rsa", "rsa-pss"),
  options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
});
const ecdsa = (hash: string, curve: string): Algorithm => ({
  hash,
  fits: (key) => key.asymmetricKeyDetails?.namedCurve === curve,
  options: { dsaEncoding: "ieee-p1363" },
});
const eddsa = (...types: string[]): Algorithm => ({
  hash: null,
  fits: (key) => types.includes(key.asymmetricKeyType ?? ""),
});

/** The accepted algorithms: none that is unsecured or symmetric. @see RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2 */
const ALGORITHMS: ReadonlyMap<unknown, Algorithm> = new Map([
  ["RS256", rsa("sha256")],
  ["RS384", rsa("sha384")],
  ["RS512", rsa("sha512")],
  ["PS256", pss("sha256")],
  ["PS384", pss("sha384")],
  ["PS512", pss("sha512")],
  ["ES256", ecdsa("sha256", "prime256v1")],
  ["ES384", ecdsa("sha384", "secp384r1")],
  ["ES512", ecdsa("sha512", "secp521r1")],
  ["EdDSA", eddsa("ed25519", "ed448")],
  ["Ed25519", eddsa("ed25519")],
]);

export const isKnownAlgorithm = (alg: unknown): boolean => ALGORITHMS.has(alg);

/** Does an algorithm fit this kind of key: its type, its curve, and 2048 bits for RSA? */
export const fitsKey = (alg: unknown, key: KeyObject): boolean => ALGORITHMS.get(alg)?.fits(key) ?? false;

/** Is the signature valid for this key, with the algorithm in the header? */
export function isSignedBy({ header, input, signature }: Jwt, key: KeyObject): boolean {
  const algorithm = ALGORITHMS.get(header["alg"]);
  if (!algorithm?.fits(key)) return false;
  return verify(algorithm.hash, input, { key, ...algorithm.options }, signature);
}
