/**
 * Turns a private key as people have it into one that node:crypto can sign with. Errors mention only the kind of key,
 * and never quote the crypto library: its messages differ between OpenSSL and BoringSSL, which desktop VS Code uses.
 */
import * as l10n from "@vscode/l10n";
import { createPrivateKey, type KeyObject } from "node:crypto";
import * as v from "valibot";
import type { InspectKeyValue } from "../../../common/protocol/requests.ts";
import type { Result } from "../../../common/protocol/errors.ts";
import { type FailureResult, fail } from "./failures.ts";
import { parseJson } from "../../../common/json.ts";
import { isObject } from "./json.ts";

export interface PrivateKey {
  key: KeyObject;
  encrypted: boolean;
  /** JWS names of the algorithms that fit it, the default first. */
  algorithms: string[];
  /** The `kid` of a JWK. */
  keyId?: string | undefined;
}

export type ReadKey = { ok: true; value: PrivateKey } | FailureResult;

/** The PEM labels of private keys: PKCS#8, PKCS#1, SEC1 (RFC 7468 §10 and §11, RFC 5915 §4). */
const PRIVATE_LABELS = ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"];

const RSA_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

/** By OpenSSL's names of the curves. @see RFC 7518 §3.4 */
const CURVE_ALGORITHMS: Readonly<Record<string, string>> = {
  prime256v1: "ES256",
  secp384r1: "ES384",
  secp521r1: "ES512",
};

/** In bits; RFC 7518 §3.3. */
const SHORTEST_RSA = 2048;

/** All algorithms for signing a JWT. @see RFC 7518 §3.1, RFC 8037 §3.1 */
export const ALGORITHMS: readonly string[] = [...RSA_ALGORITHMS, ...Object.values(CURVE_ALGORITHMS), "EdDSA"];

/**
 * Reads a private key: a PEM (PKCS#8, PKCS#1 or SEC1, perhaps encrypted) with any text around it, or a JWK as JSON.
 *
 * Errors: `invalidCredential`, with the reason `passphraseNeeded` or `passphraseWrong` if that is the problem.
 */
export function readPrivateKey(text: string, passphrase?: string): ReadKey {
  const trimmed = text.trim();
  return trimmed.startsWith("{") ? readJwk(trimmed) : readPem(trimmed, passphrase);
}

/** The algorithms that fit a key. Errors: as {@link readPrivateKey}. */
export function inspectKey(text: string, passphrase: string | undefined): Result<InspectKeyValue> {
  const read = readPrivateKey(text, passphrase);
  if (!read.ok) return read;
  const { algorithms, encrypted } = read.value;
  return { ok: true, value: { algorithms, encrypted } };
}

function readPem(text: string, passphrase: string | undefined): ReadKey {
  const blocks = pemBlocks(text);
  const block = blocks.find(({ label }) => PRIVATE_LABELS.includes(label));
  if (block === undefined) return invalid(notPrivate(blocks.map(({ label }) => label)));
  const encrypted = block.label.startsWith("ENCRYPTED") || /^Proc-Type:.*ENCRYPTED/m.test(block.pem);
  // Checked here, because OpenSSL and BoringSSL report it in different ways.
  if (encrypted && !passphrase) return fail("invalidCredential", { reason: "passphraseNeeded" });
  try {
    const key = createPrivateKey({ key: block.pem, format: "pem", ...(encrypted ? { passphrase } : {}) });
    return usable({ key, encrypted });
  } catch (error) {
    return encrypted ? notDecrypted(error) : invalid(damaged());
  }
}

interface PemBlock {
  label: string;
  pem: string;
}

/** In order, with trimmed lines. Keys from JSON files and environment variables have escaped line breaks. */
function pemBlocks(text: string): PemBlock[] {
  const lines = text.replaceAll("\\n", "\n").split(/\r\n|\r|\n/);
  const blocks: PemBlock[] = [];
  let open: { label: string; lines: string[] } | undefined;
  for (const line of lines.map((each) => each.trim())) {
    const label = /^-----BEGIN ([A-Z0-9 ]+)-----$/.exec(line)?.[1];
    if (label !== undefined) open = { label, lines: [] };
    open?.lines.push(line);
    if (open === undefined || line !== `-----END ${open.label}-----`) continue;
    blocks.push({ label: open.label, pem: `${open.lines.join("\n")}\n` });
    open = undefined;
  }
  return blocks;
}

const damaged = (): string =>
  l10n.t(
    "its private key is damaged, cut off or of an unsupported kind; RSA, P-256, P-384, P-521 and Ed25519 keys are supported",
  );

function notPrivate(labels: string[]): string {
  if (labels.includes("OPENSSH PRIVATE KEY")) {
    return l10n.t(
      "its private key is in OpenSSH's own format; convert a copy of it with `ssh-keygen -p -m PKCS8 -f FILE`",
    );
  }
  if (labels.some((label) => label.endsWith("PUBLIC KEY"))) {
    return l10n.t("it is a public key; use the private key that belongs to it");
  }
  if (labels.some((label) => label.includes("CERTIFICATE"))) {
    return l10n.t("it is a certificate; use the private key that belongs to it");
  }
  return l10n.t("it is not a private key in PEM (“-----BEGIN PRIVATE KEY-----” to its END line) or JWK format");
}

/** A wrong passphrase may go unnoticed until the key is read, so most codes mean that. */
function notDecrypted(error: unknown): ReadKey {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/UNSUPPORTED_|UNKNOWN_|EVP_UNSUPPORTED$/.test(code)) {
    return invalid(
      l10n.t(
        "this VS Code's crypto library cannot read this encrypted key; convert it with `openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -in OLD -out NEW`",
      ),
    );
  }
  return fail("invalidCredential", { reason: "passphraseWrong" });
}

/** @see RFC 7518 §6 */
const jwkSchema = v.object({
  kty: v.string(),
  ...v.entriesFromList(["crv", "d", "dp", "dq", "e", "n", "p", "q", "qi", "x", "y"], v.exactOptional(v.string())),
});

const jwkNamesSchema = v.object({ kid: v.optional(v.string()), alg: v.optional(v.string()) });

function readJwk(text: string): ReadKey {
  const json = parseJson(text);
  if (!isObject(json)) return invalid(l10n.t("its JWK is not JSON; it may be cut off"));
  if (Array.isArray(json["keys"])) return invalid(l10n.t("it is a set of JWKs; one private JWK of it is needed"));
  const jwk = v.safeParse(jwkSchema, json);
  if (json["kty"] === "oct") {
    return invalid(l10n.t("its JWK is a symmetric key; a private key (RSA, EC or Ed25519) is needed"));
  }
  if (!jwk.success || !v.is(jwkNamesSchema, json)) return invalid(l10n.t("its JSON is not a JWK"));
  if (jwk.output.d === undefined)
    return invalid(l10n.t("its JWK is a public key; the private key that belongs to it is needed"));
  try {
    const key = createPrivateKey({ key: jwk.output, format: "jwk" });
    return usable({ key, encrypted: false, keyId: json.kid }, json.alg);
  } catch {
    return invalid(damaged());
  }
}

/** @param only the single use that a JWK is limited to (RFC 7517 §4.4) */
function usable(read: Omit<PrivateKey, "algorithms">, only?: string): ReadKey {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = read.key;
  const { modulusLength = 0, namedCurve = "" } = details ?? {};
  if (kind === "rsa" && modulusLength < SHORTEST_RSA) {
    return invalid(l10n.t("its RSA key has {0} bits; JWTs need at least {1}", modulusLength, SHORTEST_RSA));
  }
  const algorithms = algorithmsOf(kind, namedCurve);
  if (algorithms.length === 0) {
    return invalid(
      l10n.t("its private key is of an unsupported kind; RSA, P-256, P-384, P-521 and Ed25519 keys are supported"),
    );
  }
  const left = only === undefined ? algorithms : algorithms.filter((algorithm) => algorithm === only);
  if (left.length === 0) return invalid(l10n.t("its JWK names an algorithm (“alg”) that its key cannot sign with"));
  return { ok: true, value: { ...read, algorithms: left } };
}

function algorithmsOf(kind: KeyObject["asymmetricKeyType"], curve: string): string[] {
  if (kind === "rsa") return RSA_ALGORITHMS;
  if (kind === "ed25519") return ["EdDSA"];
  const algorithm = kind === "ec" ? CURVE_ALGORITHMS[curve] : undefined;
  return algorithm === undefined ? [] : [algorithm];
}

function invalid(problem: string): FailureResult {
  return fail("invalidCredential", { problem });
}
