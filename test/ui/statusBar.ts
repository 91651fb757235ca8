import type { Locator, Page } from "playwright-core";
import { until } from "../host/until.ts";

export interface StatusBarItem {
  /** Without icons. */
  text: string;
  /** What a screen reader says. */
  label: string;
  kind: "plain" | "warning" | "error";
}

/** The items of the status bar, named by a part of their text, of their label, or of their id. */
export class StatusBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /**
   * Waits for an item and reads it.
   *
   * @param name a text that its visible text or its label holds, or the end of its id
   */
  async read(name: string | RegExp): Promise<StatusBarItem> {
    const item = await this.#find(name);
    const classes = (await item.getAttribute("class")) ?? "";
    return {
      text: (await item.innerText()).trim(),
      label: (await item.getAttribute("aria-label")) ?? "",
      kind: classes.includes("error-kind") ? "error" : classes.includes("warning-kind") ? "warning" : "plain",
    };
  }

  async click(name: string | RegExp): Promise<void> {
    await (await this.#find(name)).locator("a").click();
  }

  /** Whether there is such an item now. */
  async has(name: string | RegExp): Promise<boolean> {
    return (await this.#look(name)) !== undefined;
  }

  async #find(name: string | RegExp): Promise<Locator> {
    return until(`a status bar item ${String(name)}`, () => this.#look(name));
  }

  async #look(name: string | RegExp): Promise<Locator | undefined> {
    for (const item of await this.#page.locator(".part.statusbar .statusbar-item").all()) {
      const [id, label, text] = [
        await item.getAttribute("id"),
        await item.getAttribute("aria-label"),
        await item.innerText(),
      ];
      const matches = (value: string | null): boolean =>
        value !== null && (typeof name === "string" ? value.includes(name) : name.test(value));
      if (matches(text) || matches(label) || (typeof name === "string" && id?.endsWith(name))) {
        // By its id, because the bar's order changes.
        return this.#page.locator(`.statusbar-item[id="${id}"]`);
      }
    }
    return undefined;
  }
}
