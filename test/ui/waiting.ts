import type { Locator } from "playwright-core";
import { until } from "../host/until.ts";

/** Whether an element appears, or disappears, within a time in ms. */
export async function becomes(locator: Locator, state: "visible" | "hidden", timeout: number): Promise<boolean> {
  return locator.waitFor({ state, timeout }).then(
    () => true,
    () => false,
  );
}

/**
 * Clicks something repeatedly until what it closes has disappeared, as a person does when a click is lost.
 *
 * @param patience how long to wait after each click, in ms
 */
export async function clickAway(button: Locator, closes: Locator, patience: number): Promise<void> {
  let lost: unknown;
  try {
    await until("the click to close what it should", async () => {
      await button.click({ timeout: patience }).catch((error: unknown) => (lost = error));
      return becomes(closes, "hidden", patience);
    });
  } catch (error) {
    // Explains why no click arrived, if none did.
    throw lost === undefined ? error : new Error((error as Error).message, { cause: lost });
  }
}
