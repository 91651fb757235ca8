import type { Locator, Page } from "playwright-core";
import { until } from "../host/until.ts";
import { Hover } from "./hover.ts";

export interface StatusBarItem {
  /** Without icons. */
  text: string;
  /** Its name for screen readers. */
  label: string;
  kind: "plain" | "warning" | "error";
}

interface DrawnItem {
  id: string;
  label: string;
  text: string;
  classes: string;
}

/** The few page types used here, because scripts are compiled without the browser's. */
interface PageElement {
  id: string;
  innerText: string;
  className: string;
  getAttribute: (name: string) => string | null;
}

/** The end of the id of messages that extensions show in the status bar for some seconds. */
const MESSAGE = "status.extensionMessage";

/**
 * The items of the status bar, identified by part of their text, label or id. A message that passes is found only where
 * no lasting item matches, because it may quote anything, such as the name of a profile.
 */
export class StatusBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /**
   * Waits for an item and reads it.
   *
   * @param name contained in its visible text or label, or the end of its id
   */
  async read(name: string | RegExp): Promise<StatusBarItem> {
    const { text, label, classes } = await this.#find(name);
    const kind = classes.includes("error-kind") ? "error" : classes.includes("warning-kind") ? "warning" : "plain";
    return { text: text.trim(), label, kind };
  }

  async click(name: string | RegExp): Promise<void> {
    await (await this.#link(name)).click();
  }

  /** Points at an item, and returns its hover. */
  async hover(name: string | RegExp): Promise<Hover> {
    await (await this.#link(name)).hover();
    return Hover.open(this.#page);
  }

  /** Whether such an item exists now. */
  async has(name: string | RegExp): Promise<boolean> {
    return (await this.#look(name)) !== undefined;
  }

  async #link(name: string | RegExp): Promise<Locator> {
    const { id } = await this.#find(name);
    // By id, because the order in the bar changes.
    return this.#page.locator(`.statusbar-item[id="${id}"] a`);
  }

  async #find(name: string | RegExp): Promise<DrawnItem> {
    return until(`a status bar item ${String(name)}`, () => this.#look(name));
  }

  /** All items are read at one moment, because they come and go. */
  async #look(name: string | RegExp): Promise<DrawnItem | undefined> {
    const items = await this.#page.locator(".part.statusbar .statusbar-item").evaluateAll((elements) =>
      (elements as unknown as PageElement[]).map((element) => ({
        id: element.id,
        label: element.getAttribute("aria-label") ?? "",
        text: element.innerText,
        classes: element.className,
      })),
    );
    const matches = (value: string): boolean => (typeof name === "string" ? value.includes(name) : name.test(value));
    const found = items.filter(
      ({ id, label, text }) => matches(text) || matches(label) || (typeof name === "string" && id.endsWith(name)),
    );
    return found.find(({ id }) => !id.endsWith(MESSAGE)) ?? found[0];
  }
}
