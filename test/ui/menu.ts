import type { Locator, Page } from "playwright-core";
import { clickAway } from "./waiting.ts";

/** How long a click may take to close a menu until it is clicked again, in ms. */
const PATIENCE = 500;

/** The menu that is open, with its submenus. */
export class Menu {
  readonly #menus: Locator;

  constructor(page: Page) {
    this.#menus = page.locator(".monaco-menu");
  }

  /** Waits for a menu; its entries, or those of its submenu that is open. */
  async entries(): Promise<string[]> {
    const labels = this.#menus.last().locator(".action-menu-item .action-label:not(.separator)");
    await labels.first().waitFor();
    return labels.allInnerTexts();
  }

  /** Opens a submenu. */
  async open(label: string): Promise<void> {
    await this.#entry(label).click();
  }

  /** Clicks an entry, once it is there, until the menu closes. */
  async choose(label: string): Promise<void> {
    const entry = this.#entry(label);
    // A menu takes no click in its first moments.
    await clickAway(entry, entry, PATIENCE);
  }

  /** Waits for an entry. */
  async waitFor(label: string): Promise<void> {
    await this.#entry(label).waitFor();
  }

  #entry(label: string): Locator {
    return this.#menus.locator(".action-menu-item").filter({ hasText: label }).last();
  }
}
