import * as l10n from "@vscode/l10n";
import { randomUUID } from "node:crypto";
import type { Credential } from "../../../common/protocol/credential.ts";
import { disjunction } from "../../../common/list.ts";
import { type FailureResult, fail } from "./failures.ts";
import { ALGORITHMS, type PrivateKey, readPrivateKey } from "./privateKey.ts";

export type JwtCredential = Extract<Credential, { kind: "jwt" }>;

/** Defaults for a JWT whose credential does not specify them. */
export interface JwtContext {
  clientId: string;
  tokenUrl: URL;
  /** ms since the epoch by the server's clock. */
  now: number;
}

export type SignedJwt = { ok: true; jwt: string } | FailureResult;

/** Seconds. */
const LIFETIME = 60;

/**
 * Signs a JWT that proves possession of the private key. It works only once: Argus remembers each `jti`.
 *
 * Errors: `invalidCredential`, like `readPrivateKey` and for an algorithm that is unsafe or does not fit the key.
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
  if (alg.toLowerCase() === "none")
    return l10n.t("a JWT with the algorithm “none” is not signed, so it proves nothing");
  if (/^HS\d{3}$/i.test(alg)) return l10n.t("HS algorithms sign with a shared secret, not with a private key");
  // The setting may contain anything, so only known algorithm names are quoted.
  if (!ALGORITHMS.includes(alg)) return l10n.t("its algorithm must be one of {0}", disjunction(ALGORITHMS));
  return l10n.t("its private key cannot sign {0}, only {1}", alg, disjunction(algorithms));
}

/** An empty text counts as absent. */
function textOf(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === "" ? undefined : trimmed;
}

function invalid(problem: string): FailureResult {
  return fail("invalidCredential", { problem });
}
