import { meaningOf } from "./errno.ts";
import { retryAfter } from "./retryAfter.ts";
import type { HttpAnswer, NetworkFailure } from "./types.ts";

/** What one try came to. `sent`: something of the request may have been. */
export type Outcome = { ok: true; answer: HttpAnswer } | { ok: false; failure: NetworkFailure; sent: boolean };

const MOST_ATTEMPTS = 3;

/** ms. Many clients that failed together do not come back together. */
const JITTER = { least: 150, most: 400 };

/** ms. Longer, and a person should know. */
const LONGEST_RETRY_AFTER = 10_000;

/**
 * How long to wait for another try, in ms, or `undefined` where there must be none: a token call may be made twice only
 * if nothing of it was sent, or if the server asks for it.
 *
 * @param attempts so far
 * @param random of [0, 1)
 */
export function retryDelay(outcome: Outcome, attempts: number, random: () => number): number | undefined {
  if (attempts >= MOST_ATTEMPTS) return undefined;
  const jitter = (): number => JITTER.least + random() * (JITTER.most - JITTER.least);
  if (!outcome.ok) return !outcome.sent && canPass(outcome.failure) ? jitter() : undefined;
  const { status } = outcome.answer;
  if (status !== 429 && status !== 503) return undefined;
  const asked = retryAfter(outcome.answer);
  return asked === undefined || asked >= LONGEST_RETRY_AFTER ? undefined : asked + jitter();
}

/** Names, certificates and a proxy's answer stay as they are; what the network does can be over in a moment. */
function canPass({ reason }: NetworkFailure): boolean {
  return meaningOf(reason).passes === true;
}
