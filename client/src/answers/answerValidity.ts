/**
 * Decides when Argus' answer about a token no longer describes the request it is shown at. Pure; times are absolute.
 */

/** How long an answer without a usable expiry stays valid, in ms: the documented lifetime of Argus' tokens. */
const LONGEST_LIFE = 300_000;
/** How far the clock may be corrected backwards, in ms. */
const TOLERANCE = 5_000;

/** Where the token of an answer was found. */
export type TokenLocation =
  /** In the request, or in a variable of its file. */
  | "request"
  /** A reference in the request stands for it. */
  | "reference"
  /** The request carries none: the profile's own was asked about. */
  | "session";

/** What an answer is about. Contains no token. */
export interface Subject {
  /** The name of the profile that asked. */
  profile: string;
  location: TokenLocation;
  /** The token's digest, see `tokenDigest`. */
  digest: string;
  /** The profile whose session the token belongs to: signing out there outdates the answer. */
  session?: string;
  /** ms since the epoch */
  checkedAt: number;
  /** When the token expires, ms since the epoch, if that is known and plausible. */
  expiresAt?: number;
  /** False for a refused token, which stays refused. */
  active: boolean;
}

/** Current facts about a request. */
export interface RequestFacts {
  /** The profile's name. */
  profile: string | undefined;
  location: TokenLocation;
  /** Digest of a token in the request. */
  digest?: string;
}

/** When the answer becomes outdated on its own, ms since the epoch; `undefined` if it does not. */
export function endOf({ active, checkedAt, expiresAt }: Subject): number | undefined {
  if (!active) return undefined;
  return expiresAt ?? checkedAt + LONGEST_LIFE;
}

/** Has the answer expired, or was the clock set back to before it? */
export function isOver(subject: Subject, now: number): boolean {
  const end = endOf(subject);
  return (end !== undefined && now >= end) || now < subject.checkedAt - TOLERANCE;
}

/** Has the session that the answer depends on changed? @param held digests of the current tokens, by profile */
export function isSessionGone({ session, location, digest }: Subject, held: ReadonlyMap<string, string>): boolean {
  if (session === undefined) return false;
  const now = held.get(session);
  // A token written in the request stays valid after a renewal, but not after a sign-out.
  return location === "request" ? now === undefined : now !== digest;
}

/** Does the request now have another profile or another token? */
export function isOtherRequest(subject: Subject, request: RequestFacts): boolean {
  if (request.profile !== subject.profile || request.location !== subject.location) return true;
  return subject.location === "request" && request.digest !== subject.digest;
}
