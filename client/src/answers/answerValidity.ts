/** When Argus' answer about a token no longer describes the request that it is shown at. Pure; times are absolute. */

/** How long an answer without a usable end counts, in ms: a token's life as Argus documents it. */
const LONGEST_LIFE = 300_000;
/** By how much a clock may be set back while nothing is wrong, in ms. */
const TOLERANCE = 5_000;

/** Where the token of an answer was found. */
export type TokenLocation =
  /** Written in the request or in a variable of its file. */
  | "request"
  /** A reference in the request stands for it. */
  | "reference"
  /** The request carries none: the profile's own was asked about. */
  | "session";

/** What an answer is about. It holds no token. */
export interface Subject {
  /** The profile that asked, by name. */
  profile: string;
  location: TokenLocation;
  /** Of the token, as `tokenDigest` makes it. */
  digest: string;
  /** The profile whose session the token lives with: signing out there ends the answer. */
  session?: string;
  /** ms since the epoch */
  checkedAt: number;
  /** When the token ends, ms since the epoch, as far as that is known and can be believed. */
  expiresAt?: number;
  /** A token that was refused stays refused. */
  active: boolean;
}

/** What a request says of itself now. */
export interface RequestFacts {
  /** The profile that it is for, by name. */
  profile: string | undefined;
  location: TokenLocation;
  /** Of the token that is written there. */
  digest?: string;
}

/** When the answer ends by itself, ms since the epoch; `undefined` for one that does not. */
export function endOf({ active, checkedAt, expiresAt }: Subject): number | undefined {
  if (!active) return undefined;
  return expiresAt ?? checkedAt + LONGEST_LIFE;
}

/** Has the answer's time passed, or was the clock set back behind it? */
export function isOver(subject: Subject, now: number): boolean {
  const end = endOf(subject);
  return (end !== undefined && now >= end) || now < subject.checkedAt - TOLERANCE;
}

/** Is the session that the answer depends on another one by now? @param held digests of the tokens held, by profile */
export function isSessionGone({ session, location, digest }: Subject, held: ReadonlyMap<string, string>): boolean {
  if (session === undefined) return false;
  const now = held.get(session);
  // A token that is written in the request outlives a renewal, not a sign-out.
  return location === "request" ? now === undefined : now !== digest;
}

/** Is the request for another profile by now, or does it carry another token? */
export function isOtherRequest(subject: Subject, request: RequestFacts): boolean {
  if (request.profile !== subject.profile || request.location !== subject.location) return true;
  return subject.location === "request" && request.digest !== subject.digest;
}
