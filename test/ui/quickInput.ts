import type { Locator, Page } from "playwright-core";
import { until } from "../host/until.ts";
import { becomes } from "./waiting.ts";

/** How long to wait for a file dialog to close before entering its path again, in ms, at first. */
const PATIENCE = 1000;

/** The visible state of an input box or list. */
export interface InputBox {
  title: string;
  /** The line above or below the field: the prompt, or the problem with the value. */
  message: string;
  placeholder: string;
  /** Its name for screen readers. */
  label: string;
  value: string;
  /** Whether typed text shows as dots. */
  masked: boolean;
  /** Whether `message` refuses the value. */
  invalid: boolean;
}

/** The box at the top of the window: palette, quick open, input boxes, lists. */
export class QuickInput {
  readonly #widget: Locator;
  readonly #field: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator(".quick-input-widget");
    this.#field = this.#widget.locator("input.input");
  }

  async isOpen(): Promise<boolean> {
    return this.#widget.isVisible();
  }

  /** Waits for a box, with that title if one is given, and reads it. */
  async read(title?: string | RegExp): Promise<InputBox> {
    await this.#field.waitFor();
    const titleText = (): Promise<string> => this.#text(".quick-input-title");
    if (title !== undefined) {
      const fits = (text: string): boolean => (typeof title === "string" ? text === title : title.test(text));
      await until(`an input box "${String(title)}"`, async () => fits(await titleText()));
    }
    const classes = (await this.#widget.locator(".monaco-inputbox").getAttribute("class")) ?? "";
    return {
      title: await titleText(),
      message: await this.#text(".quick-input-message"),
      placeholder: (await this.#field.getAttribute("placeholder")) ?? "",
      label: (await this.#field.getAttribute("aria-label")) ?? "",
      value: await this.#field.inputValue(),
      masked: (await this.#field.getAttribute("type")) === "password",
      invalid: /\berror\b/.test(classes),
    };
  }

  /** Replaces the text in the field. */
  async type(text: string): Promise<void> {
    await this.#field.fill(text);
  }

  /** Presses Enter. */
  async accept(): Promise<void> {
    await this.#field.press("Enter");
  }

  /** Enters an API key when the credential of the profile `default` is asked for. */
  async enterKey(apiKey: string): Promise<void> {
    await this.read("Argus: Credential of default");
    await this.type(apiKey);
    await this.accept();
  }

  /**
   * Enters a path until the file dialog with that title has closed: while the dialog looks up a folder, it ignores keys,
   * and afterwards it may put the folder in place of what was typed.
   */
  async enterPath(title: string, path: string): Promise<void> {
    const box = this.#widget.filter({
      has: this.#page.locator(".quick-input-title").getByText(title, { exact: true }),
    });
    let patience = PATIENCE;
    await until(`the input box "${title}" to go`, async () => {
      await this.type(path);
      await this.accept();
      patience *= 2;
      return becomes(box, "hidden", patience);
    });
  }

  /** Presses Escape, and waits until the box has closed. */
  async cancel(): Promise<void> {
    await this.#page.keyboard.press("Escape");
    await this.#widget.waitFor({ state: "hidden" });
  }

  /** The labels of the visible rows; empty if there is no list. */
  async items(): Promise<string[]> {
    return this.#widget.locator(".monaco-list-row .label-name").allInnerTexts();
  }

  /** Waits until the list has rows with these labels: a list may be shown before its rows arrive. */
  async waitFor(...labels: string[]): Promise<void> {
    await until(`a list with ${labels.join(", ")}`, async () => {
      const shown = (await this.items()).map((label) => label.trim());
      return labels.every((label) => shown.includes(label));
    });
  }

  /** Whether a row with exactly that label appears within a time in ms. */
  async offers(label: string, timeout: number): Promise<boolean> {
    return becomes(this.#row(label), "visible", timeout);
  }

  /** Clicks the row with exactly that label, once it appears. */
  async pick(label: string): Promise<void> {
    await this.#row(label).click();
  }

  #row(label: string): Locator {
    const name = this.#page.locator(".label-name").getByText(label, { exact: true });
    return this.#widget.locator(".monaco-list-row").filter({ has: name }).first();
  }

  /** The text of an optional part; icons in it have no text. */
  async #text(selector: string): Promise<string> {
    const part = this.#widget.locator(selector).first();
    return (await part.isVisible()) ? (await part.innerText()).trim() : "";
  }
}
