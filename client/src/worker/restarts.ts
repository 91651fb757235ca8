/** After more crashes than this within {@link CRASH_WINDOW}, the worker stays down until a request needs it. */
const MOST_CRASHES = 5;
/** ms */
const CRASH_WINDOW = 3 * 60_000;

/** Decides whether a worker that died is restarted in the background. */
export class Restarts {
  #crashes: number[] = [];
  readonly #now: () => number;

  /** @param now ms since the epoch */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /**
   * Records the death of a worker.
   *
   * @param hung it was killed because it did not answer. Each hang takes seconds, and counting them would punish the
   * next request for this one, so they do not count.
   * @returns whether to start a new one
   */
  allow(hung: boolean): boolean {
    if (hung) return true;
    const now = this.#now();
    this.#crashes = [...this.#crashes.filter((time) => now - time < CRASH_WINDOW), now];
    return this.#crashes.length <= MOST_CRASHES;
  }

  /** The person started it. */
  reset(): void {
    this.#crashes = [];
  }
}
