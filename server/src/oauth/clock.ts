import type { Answered } from "../network/types.ts";

/**
 * How far the clocks of servers differ from the local one, according to the `Date` of any answer, including refusals
 * (RFC 9110 §6.6.1).
 */
export class ServerClocks {
  readonly #skews = new Map<string, number>();

  /** Learns from an answer of the URL's origin. */
  observe({ origin }: URL, answered: Answered): void {
    if (!answered.ok) return;
    const { answer, trace } = answered;
    const date = Date.parse(answer.header("date") ?? "");
    // A cache answers with the date of its copy.
    if (Number.isNaN(date) || answer.header("age") !== undefined) return;
    const { headers = trace.timings.total } = trace.timings;
    this.#skews.set(origin, skew(date, answer.receivedAt - headers / 2));
  }

  /** The clock of the URL's origin minus the local one, in whole seconds as ms; `undefined` until it is known. */
  skewMs({ origin }: URL): number | undefined {
    return this.#skews.get(origin);
  }

  /** ms since the epoch by the clock of the URL's origin, if known. */
  now(url: URL): number {
    return Date.now() + (this.skewMs(url) ?? 0);
  }
}

/** `Date` has no fractions of a second, so a difference below one second is not a skew. */
function skew(date: number, localTime: number): number {
  const seconds = Math.round((date + 500 - localTime) / 1000);
  return Math.abs(seconds) <= 1 ? 0 : seconds * 1000;
}
