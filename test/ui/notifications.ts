import type { Locator, Page } from "playwright-core";
import { until } from "../host/until.ts";

export interface Notification {
  text: string;
  buttons: string[];
  severity: "info" | "warning" | "error";
  /** Whether it shows progress. */
  progress: boolean;
}

/** The notifications in the lower right corner. */
export class Notifications {
  readonly #items: Locator;

  constructor(page: Page) {
    this.#items = page.locator(".notifications-toasts .notification-list-item");
  }

  /** Those that are visible. */
  async all(): Promise<Notification[]> {
    return read(this.#items);
  }

  /** Waits for one that contains a text, and reads it. */
  async find(text: string | RegExp): Promise<Notification> {
    return until(`the notification ${String(text)}`, async () => (await read(this.#item(text)))[0]);
  }

  /** Clicks a button of a notification. */
  async click(text: string | RegExp, button: string): Promise<void> {
    await this.#item(text).getByRole("button", { name: button, exact: true }).click();
  }

  /** Closes a notification, and waits until it has disappeared. */
  async dismiss(text: string | RegExp): Promise<void> {
    const item = this.#item(text);
    await item.hover();
    await item.locator(".codicon-notifications-clear").click();
    await until(`the notification ${String(text)} to go`, async () => (await item.count()) === 0);
  }

  #item(text: string | RegExp): Locator {
    return this.#items.filter({ hasText: text }).first();
  }
}

/** The few page types used here, because scripts are compiled without the browser's. */
interface PageElement {
  className: string;
  innerText: string;
  querySelector: (selector: string) => PageElement | null;
  querySelectorAll: (selector: string) => Iterable<PageElement>;
  getClientRects: () => ArrayLike<unknown>;
}

/** Reads all at one moment, because notifications come and go. */
async function read(items: Locator): Promise<Notification[]> {
  return items.evaluateAll((elements) =>
    (elements as unknown as PageElement[]).map((element) => {
      const icon = element.querySelector(".notification-list-item-icon")?.className ?? "";
      const bar = element.querySelector(".monaco-progress-container.active");
      const buttons = element.querySelectorAll(".notification-list-item-buttons-container .monaco-button");
      return {
        text: (element.querySelector(".notification-list-item-message")?.innerText ?? "").trim(),
        buttons: [...buttons].map(({ innerText }) => innerText),
        severity: icon.includes("codicon-error") ? "error" : icon.includes("codicon-warning") ? "warning" : "info",
        progress: bar !== null && bar.getClientRects().length > 0,
      };
    }),
  );
}
