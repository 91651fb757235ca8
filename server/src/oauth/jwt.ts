import * as l10n from "@vscode/l10n";
import { randomUUID } from "node:crypto";
import type { Credential } from "../../../common/protocol/credential.ts";
import { type Failure, fail } from "./failures.ts";
import { ALGORITHMS, type PrivateKey, readPrivateKey } from "./privateKey.ts";

export type JwtCredential = Extract<Credential, { kind: "jwt" }>;

/** What a JWT says where its credential does not. */
export interface JwtContext {
  clientId: string;
  tokenUrl: URL;
  /** By the server's clock, ms since the epoch. */
  now: number;
}

export type SignedJwt = { ok: true; jwt: string } | { ok: false; error: Failure };

/** Seconds. */
const LIFETIME = 60;

/**
 * A JWT that proves possession of the private key, good for one call: Argus remembers each `jti`.
 *
 * Errors: `invalidCredential`, as `readPrivateKey` and for an algorithm that is unsafe or does not fit the key.
 *
 * @see RFC 7519 §4.1, RFC 7523 §3
 */
export async function signJwt(credential: JwtCredential, context: JwtContext): Promise<SignedJwt> {
  const read = readPrivateKey(credential.privateKey, credential.passphrase);
  if (!read.ok) return read;
  const { key, keyId } = read.value;
  const alg = textOf(credential.algorithm) ?? read.value.algorithms[0] ?? "";
  const problem = algorithmProblem(alg, read.value);
  if (problem !== undefined) return invalid(problem);
  const kid = textOf(credential.keyId) ?? keyId;
  const issuer = textOf(credential.issuer) ?? context.clientId;
  const issuedAt = Math.floor(context.now / 1000);
  const { SignJWT } = await import("jose/jwt/sign");
  const unsigned = new SignJWT()
    .setProtectedHeader({ alg, typ: "JWT", ...(kid === undefined ? {} : { kid }) })
    .setIssuer(issuer)
    .setSubject(textOf(credential.subject) ?? issuer)
    .setAudience(textOf(credential.audience) ?? context.tokenUrl.href)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + Math.round(credential.lifetime ?? LIFETIME))
    .setJti(randomUUID());
  try {
    return { ok: true, jwt: await unsigned.sign(key) };
  } catch {
    return invalid(l10n.t("this VS Code's crypto library cannot sign {0} with its private key", alg));
  }
}

function algorithmProblem(alg: string, { algorithms }: PrivateKey): string | undefined {
  if (algorithms.includes(alg)) return undefined;
  if (alg.toLowerCase() === "none") return l10n.t("a JWT with the algorithm “none” is not signed and proves nothing");
  if (/^HS\d{3}$/i.test(alg))
    return l10n.t("HS algorithms sign with a shared secret; a private key signs with another one");
  // Anything may have been put there; only what is known to be a name is told.
  if (!ALGORITHMS.includes(alg)) return l10n.t("its algorithm is not known; it can be {0}", ALGORITHMS.join(", "));
  return l10n.t("its private key cannot sign {0}; it can sign {1}", alg, algorithms.join(", "));
}

/** What is empty counts as not given. */
function textOf(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === "" ? undefined : trimmed;
}

function invalid(problem: string): { ok: false; error: Failure } {
  return { ok: false, error: fail("invalidCredential", { problem }) };
}
