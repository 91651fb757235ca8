import type { NetworkClock } from "../../../server/src/network/network.ts";

/** A clock whose waits take no time: they are recorded, and advance it. */
export class FakeClock implements NetworkClock {
  /** In ms. */
  readonly pauses: number[] = [];
  #now = 0;

  now(): number {
    return this.#now;
  }

  pause(ms: number, signal: AbortSignal): Promise<void> {
    this.pauses.push(ms);
    this.#now += ms;
    return signal.aborted ? Promise.reject(new Error("aborted")) : Promise.resolve();
  }
}
