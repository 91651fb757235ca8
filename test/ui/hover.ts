import type { Locator, Page } from "playwright-core";
import { plain } from "./editorLines.ts";

/** The box that appears when the mouse rests on something. */
export class Hover {
  readonly #box: Locator;

  private constructor(box: Locator) {
    this.#box = box;
  }

  /** Waits for a hover and its content. */
  static async open(page: Page): Promise<Hover> {
    const box = page
      .locator(".monaco-hover:not(.hidden):visible")
      .filter({ has: page.locator(".hover-contents:visible") })
      // A part for which the editor still waits. When it arrives, the hover is drawn again and loses the focus.
      .filter({ hasNot: page.getByText("Loading...", { exact: true }) });
    await box.first().waitFor();
    return new Hover(box.first());
  }

  async text(): Promise<string> {
    return plain(await this.#box.innerText());
  }

  /** The titles of its links. */
  async links(): Promise<string[]> {
    return this.#box.locator("a").allInnerTexts();
  }

  async clickLink(text: string): Promise<void> {
    await this.#box.locator("a").filter({ hasText: text }).first().click();
  }

  /** Whether it is still visible. */
  async isOpen(): Promise<boolean> {
    return this.#box.isVisible();
  }
}
