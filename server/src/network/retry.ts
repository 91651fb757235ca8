import { meaningOf } from "./failure.ts";
import { isWebPage } from "./page.ts";
import { retryAfter } from "./retryAfter.ts";
import type { HttpAnswer, NetworkFailure } from "./types.ts";

/** The outcome of one try. `sent`: part of the request may have been sent. */
export type Outcome = { ok: true; answer: HttpAnswer } | { ok: false; failure: NetworkFailure; sent: boolean };

const MOST_ATTEMPTS = 3;

/**
 * Argus' documented answer to overload is 503 without `Retry-After`: the request was not handled and should be sent
 * again after about a second, with exponential backoff. In ms.
 */
const OVERLOAD = { delays: [1000, 2000, 4000], jitter: 200 };

/** In ms. Keeps clients that failed together from retrying together. */
const JITTER = { least: 150, most: 400 };

/** In ms. If it takes longer, the person should know. */
const LONGEST_RETRY_AFTER = 10_000;

/**
 * How long to wait before another try, in ms, or `undefined` if there must be none: a token call may be repeated only
 * if nothing of it was sent, or if the server asks for it.
 *
 * @param attempts so far
 * @param random in [0, 1)
 * @param statusOf the status of an answer
 */
export function retryDelay(
  outcome: Outcome,
  attempts: number,
  random: () => number,
  statusOf = ({ status }: HttpAnswer): number => status,
): number | undefined {
  const jitter = (): number => JITTER.least + random() * (JITTER.most - JITTER.least);
  if (!outcome.ok) {
    const mayRepeat = attempts < MOST_ATTEMPTS && !outcome.sent && isTransient(outcome.failure);
    return mayRepeat ? jitter() : undefined;
  }
  const { answer } = outcome;
  const status = statusOf(answer);
  if (status !== 429 && status !== 503) return undefined;
  // A gateway in front of Argus does not follow Argus' rules and may be down for long.
  if (isWebPage(answer) && attempts > 1) return undefined;
  const asked = retryAfter(answer);
  if (asked !== undefined)
    return attempts < MOST_ATTEMPTS && asked < LONGEST_RETRY_AFTER ? asked + jitter() : undefined;
  const delay = status === 503 ? OVERLOAD.delays[attempts - 1] : undefined;
  return delay === undefined ? undefined : delay + Math.round(random() * OVERLOAD.jitter);
}

/** Names, certificates and a proxy's answer do not change; network trouble can be over in a moment. */
function isTransient({ reason }: NetworkFailure): boolean {
  return meaningOf(reason).isTransient === true;
}
