import { setTimeout as delay } from "node:timers/promises";

/** The polling interval in ms. */
const INTERVAL = 50;

/**
 * Polls until a state is reached, and returns it.
 *
 * @param what the state in words, for the error: "the lens 'Introspect'"
 * @param check returns `undefined` or `false` until the state is reached
 * @param timeout in ms
 */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined | false> | T | undefined | false,
  timeout = 30_000,
): Promise<T> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Waited ${timeout / 1000} s in vain for ${what}.`);
    await delay(INTERVAL);
  }
}
