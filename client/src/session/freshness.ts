/** The longest margin before a token expires, in ms. */
const MOST_MARGIN = 30_000;
/** The largest clock correction to expect, in ms. */
const TOLERANCE = 5_000;

/** A token's lifetime, in ms since the epoch by the local clock. */
export interface Lifetime {
  issuedAt: number;
  expiresAt: number;
}

/**
 * How long before its expiry a token is replaced, in ms. With a fixed margin, short-lived tokens would look expired
 * from the start.
 */
export function marginOf({ issuedAt, expiresAt }: Lifetime): number {
  return Math.min(MOST_MARGIN, (expiresAt - issuedAt) / 10);
}

/** Was it issued in the future? Then the clock was set back, and the expiry cannot be trusted. */
export function isFromFuture({ issuedAt }: { issuedAt?: number | undefined }, now: number): boolean {
  return issuedAt !== undefined && issuedAt > now + TOLERANCE;
}

/** Does the token live long enough to hand it out? */
export function isFresh(token: Lifetime, now = Date.now()): boolean {
  return now < token.expiresAt - marginOf(token) && !isFromFuture(token, now);
}
