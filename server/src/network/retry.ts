import { meaningOf } from "./errno.ts";
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
 */
export function retryDelay(outcome: Outcome, attempts: number, random: () => number): number | undefined {
  if (outcome.ok && isOverload(outcome.answer)) {
    // A gateway in front of Argus does not follow its rules and may be down for long.
    const delay = isWebPage(outcome.answer) && attempts > 1 ? undefined : OVERLOAD.delays[attempts - 1];
    return delay === undefined ? undefined : delay + Math.round(random() * OVERLOAD.jitter);
  }
  if (attempts >= MOST_ATTEMPTS) return undefined;
  const jitter = (): number => JITTER.least + random() * (JITTER.most - JITTER.least);
  if (!outcome.ok) return !outcome.sent && canPass(outcome.failure) ? jitter() : undefined;
  const { status } = outcome.answer;
  if (status !== 429 && status !== 503) return undefined;
  const asked = retryAfter(outcome.answer);
  return asked === undefined || asked >= LONGEST_RETRY_AFTER ? undefined : asked + jitter();
}

function isOverload(answer: HttpAnswer): boolean {
  return answer.status === 503 && retryAfter(answer) === undefined;
}

/** Names, certificates and a proxy's answer do not change; network trouble can be over in a moment. */
function canPass({ reason }: NetworkFailure): boolean {
  return meaningOf(reason).passes === true;
}
