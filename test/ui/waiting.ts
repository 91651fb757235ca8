import type { Locator } from "playwright-core";
import { until } from "../host/until.ts";

/** Whether it is to be seen, or is gone, within a time in ms. */
export async function becomes(locator: Locator, state: "visible" | "hidden", timeout: number): Promise<boolean> {
  return locator.waitFor({ state, timeout }).then(
    () => true,
    () => false,
  );
}

/**
 * Clicks something again and again until what it closes is gone, as a person does where a click was lost.
 *
 * @param patience how long one click may take, in ms
 */
export async function clickAway(button: Locator, closes: Locator, patience: number): Promise<void> {
  let lost: unknown;
  try {
    await until("the click to close what it should", async () => {
      await button.click({ timeout: patience }).catch((error: unknown) => (lost = error));
      return becomes(closes, "hidden", patience);
    });
  } catch (error) {
    // Why no click arrived, where none did.
    throw lost === undefined ? error : new Error((error as Error).message, { cause: lost });
  }
}
