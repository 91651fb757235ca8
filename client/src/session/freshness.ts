/** What counts as long before a token's end, in ms. */
const MOST_MARGIN = 30_000;
/** Clocks are set right by less than this while nothing is wrong, in ms. */
const TOLERANCE = 5_000;

/** A token's life, in ms since the epoch on the local clock. */
export interface Lifetime {
  issuedAt: number;
  expiresAt: number;
}

/** How long before its end a token is replaced, in ms. A fixed margin would make short-lived ones look expired from the start. */
export function marginOf({ issuedAt, expiresAt }: Lifetime): number {
  return Math.min(MOST_MARGIN, (expiresAt - issuedAt) / 10);
}

/** Was it made in what is the future now? Then the clock was set back, and says nothing of the token's end. */
export function isFromFuture({ issuedAt }: Lifetime, now: number): boolean {
  return issuedAt > now + TOLERANCE;
}

/** Is there enough life left to hand a token out? */
export function isFresh(token: Lifetime, now = Date.now()): boolean {
  return now < token.expiresAt - marginOf(token) && !isFromFuture(token, now);
}
