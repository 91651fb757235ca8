import { setTimeout as delay } from "node:timers/promises";

/** How often a state is looked at, in ms. */
const INTERVAL = 50;

/**
 * Looks at a state again and again until it is there, and answers it.
 *
 * @param what the state in words, for the error: "the lens 'Introspect'"
 * @param look answers `undefined` or `false` while the state is not there
 * @param timeout ms until an error says what did not come
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  timeout = 15_000,
): Promise<T> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${timeout / 1000} s in vain for ${what}.`);
    await delay(INTERVAL);
  }
}
