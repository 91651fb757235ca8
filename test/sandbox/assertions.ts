import { createPublicKey, KeyObject, type JsonWebKey } from "node:crypto";
import { serverOrigin, type Call } from "./call.ts";
import { fitsKey, isKnownAlgorithm, isSignedBy, parseJwt, type Jwt } from "./jwt.ts";

/** A key whose owner may authenticate with JWTs. */
export interface Enrolment {
  /** PEM, JWK, or a key of `node:crypto`. */
  publicKey: string | JsonWebKey | KeyObject;
  /** `kid`: a JWT with a `kid` can only match this key. */
  keyId?: string;
  /** The required `iss` and `sub`; any value if absent. */
  issuer?: string;
  subject?: string;
}

interface EnrolledKey extends Enrolment {
  publicKey: KeyObject;
}

const LONGEST_LIFE_S = 300;
const LEEWAY_S = 5;

export interface AssertionOptions {
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** `http:` or `https:`. */
  scheme: string;
  /** The URL of the token endpoint. */
  tokenPath: string;
}

/** The keys enrolled with one sandbox, and the JWTs it has seen. @see RFC 7523 §3 */
export class Assertions {
  private readonly keys: EnrolledKey[] = [];
  /** `iss` and `jti` → when the entry may be dropped, in seconds since the epoch. */
  private readonly used = new Map<string, number>();
  private readonly options: AssertionOptions;

  constructor(options: AssertionOptions) {
    this.options = options;
  }

  enrol({ publicKey, ...enrolment }: Enrolment): void {
    const key = publicKey instanceof KeyObject ? publicKey : createPublicKey(inputOf(publicKey));
    this.keys.push({ ...enrolment, publicKey: key });
  }

  /**
   * Why a JWT is refused; `undefined` if it is accepted, which uses it up.
   *
   * @param clientId the client it authenticates, if it is a client assertion
   */
  refusal(text: string, call: Call, clientId?: string): string | undefined {
    const jwt = parseJwt(text);
    if (jwt === undefined) return "JWT cannot be read";
    const signer = this.signerOf(jwt);
    if (typeof signer === "string") return signer;
    return (
      partyProblem(jwt, signer, clientId) ??
      this.audienceProblem(jwt, call) ??
      timeProblem(jwt, this.options.clock() / 1000) ??
      this.replayProblem(jwt)
    );
  }

  /** The key that signed, or why there is none. */
  private signerOf(jwt: Jwt): EnrolledKey | string {
    const { alg, kid, typ, crit } = jwt.header;
    if (!isKnownAlgorithm(alg)) return "JWT algorithm is not allowed";
    if (typ !== undefined && !(typeof typ === "string" && /^(?:JWT|client-authentication\+jwt)$/i.test(typ))) {
      return "JWT type is not known";
    }
    if (crit !== undefined) return "JWT has critical header parameters that are not known";
    const candidates = this.keys.filter(({ keyId }) => kid === undefined || keyId === kid);
    if (candidates.length === 0) return "JWT key is not enrolled";
    const fitting = candidates.filter(({ publicKey }) => fitsKey(alg, publicKey));
    if (fitting.length === 0) return "JWT algorithm does not fit the enrolled key";
    return fitting.find(({ publicKey }) => isSignedBy(jwt, publicKey)) ?? "JWT signature is not valid";
  }

  private audienceProblem({ claims }: Jwt, call: Call): string | undefined {
    const { scheme, tokenPath } = this.options;
    const origin = serverOrigin(call, scheme);
    const given: unknown[] = [claims["aud"]].flat();
    return given.some((aud) => aud === origin || aud === origin + tokenPath)
      ? undefined
      : "JWT audience is not this server";
  }

  private replayProblem({ claims }: Jwt): string | undefined {
    const { jti, iss, exp } = claims;
    if (typeof jti !== "string" || jti === "") return "JWT has no jti";
    const id = JSON.stringify([iss, jti]);
    const now = this.options.clock() / 1000;
    if ((this.used.get(id) ?? 0) > now) return "JWT was used before";
    this.used.set(id, Number(exp) + LEEWAY_S);
    return undefined;
  }
}

const inputOf = (key: string | JsonWebKey): Parameters<typeof createPublicKey>[0] =>
  typeof key === "string" ? key : { key, format: "jwk" };

function partyProblem({ claims }: Jwt, { issuer, subject }: Enrolment, clientId?: string): string | undefined {
  const { iss, sub } = claims;
  if (typeof iss !== "string" || iss === "") return "JWT has no issuer";
  if (typeof sub !== "string" || sub === "") return "JWT has no subject";
  if (iss !== (issuer ?? clientId ?? iss)) return "JWT issuer is not known";
  if (sub !== (subject ?? clientId ?? sub)) return "JWT subject is not known";
  return undefined;
}

/** `now` in seconds since the epoch. @see RFC 7519 §4.1.4–4.1.6 */
function timeProblem({ claims }: Jwt, now: number): string | undefined {
  const { iat, exp, nbf } = claims;
  if (typeof iat !== "number" || typeof exp !== "number") return "JWT has no iat or no exp";
  if (exp <= iat) return "JWT ends before it begins";
  if (exp - iat > LONGEST_LIFE_S) return `JWT lives longer than ${LONGEST_LIFE_S} s`;
  if (iat > now + LEEWAY_S || (typeof nbf === "number" && nbf > now + LEEWAY_S)) return "JWT is not valid yet";
  if (now >= exp + LEEWAY_S) return "JWT has expired";
  return undefined;
}
