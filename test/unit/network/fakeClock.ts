import type { NetworkClock } from "../../../server/src/network.ts";

/** A clock on which waits take no time: they are noted, and move it. */
export class FakeClock implements NetworkClock {
  /** ms each */
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
