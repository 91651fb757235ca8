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
    const items = await this.#items.all();
    return Promise.all(items.map(read));
  }

  /** Waits for one that contains a text, and reads it. */
  async find(text: string | RegExp): Promise<Notification> {
    return read(this.#item(text));
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

async function read(item: Locator): Promise<Notification> {
  const icon = (await item.locator(".notification-list-item-icon").getAttribute("class")) ?? "";
  return {
    text: (await item.locator(".notification-list-item-message").innerText()).trim(),
    buttons: await item.locator(".notification-list-item-buttons-container .monaco-button").allInnerTexts(),
    severity: icon.includes("codicon-error") ? "error" : icon.includes("codicon-warning") ? "warning" : "info",
    progress: await item.locator(".monaco-progress-container.active").isVisible(),
  };
}
