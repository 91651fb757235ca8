import type { Answered } from "../network.ts";

/**
 * How far the clocks of the servers that answered are from the local one, by their `Date` (RFC 9110 §6.6.1): refusals
 * tell it too.
 */
export class ServerClocks {
  readonly #skews = new Map<string, number>();

  /** Learns from an answer of the URL's origin. */
  observe({ origin }: URL, answered: Answered): void {
    if (!answered.ok) return;
    const { answer, trace } = answered;
    const date = Date.parse(answer.header("date") ?? "");
    // A cache answers with the date of what it keeps.
    if (Number.isNaN(date) || answer.header("age") !== undefined) return;
    const { headers = trace.timings.total } = trace.timings;
    this.#skews.set(origin, skew(date, answer.receivedAt - headers / 2));
  }

  /** The clock of the URL's origin minus the local one, in whole seconds as ms; `undefined` before it is known. */
  skewMs({ origin }: URL): number | undefined {
    return this.#skews.get(origin);
  }

  /** ms since the epoch by the clock of the URL's origin, as far as that is known. */
  now(url: URL): number {
    return Date.now() + (this.skewMs(url) ?? 0);
  }
}

/** `Date` is cut to a second, so what lies within one second is no skew. */
function skew(date: number, localTime: number): number {
  const seconds = Math.round((date + 500 - localTime) / 1000);
  return Math.abs(seconds) <= 1 ? 0 : seconds * 1000;
}
