import type { Locator, Page } from "playwright-core";
import { clickAway } from "./waiting.ts";

/** How long to wait for a menu to close before clicking again, in ms. */
const PATIENCE = 500;

/** The open menu with its submenus. */
export class Menu {
  readonly #menus: Locator;

  constructor(page: Page) {
    this.#menus = page.locator(".monaco-menu");
  }

  /** Waits for a menu; returns its entries, or those of its open submenu. */
  async entries(): Promise<string[]> {
    const labels = this.#menus.last().locator(".action-menu-item .action-label:not(.separator)");
    await labels.first().waitFor();
    return labels.allInnerTexts();
  }

  /** Opens a submenu. */
  async open(label: string): Promise<void> {
    await this.#entry(label).click();
  }

  /** Clicks an entry, once it is shown, until the menu closes. */
  async choose(label: string): Promise<void> {
    const entry = this.#entry(label);
    // A menu ignores clicks in its first moments.
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
