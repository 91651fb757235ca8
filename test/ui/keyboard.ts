import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { until } from "../host/until.ts";
import { plain } from "./editorLines.ts";
import type { VSCodePage } from "./page.ts";
import { becomes } from "./waiting.ts";

/** The most presses of an arrow key to reach something. */
const MOST_STEPS = 60;

/** How long a list may take to react to typing, in ms. */
const LONGEST_SEARCH = 10_000;

/** How long to wait for the list of code actions before asking again, in ms. */
const PATIENCE = 2000;

/** The few page types used here, because scripts are compiled without the browser's. */
interface PageElement {
  innerText: string;
  getAttribute: (name: string) => string | null;
}
interface PageWindow {
  addEventListener: (type: string, listener: (event: { type: string }) => void, capture: boolean) => void;
  pointerEvents?: string[];
}
declare const window: PageWindow;

/** A person without a mouse: uses only keys, and finds everything by focus. */
export class Keyboard {
  readonly #ui: VSCodePage;
  readonly #page: Page;

  private constructor(ui: VSCodePage) {
    this.#ui = ui;
    this.#page = ui.page;
  }

  /** Starts recording everything that a pointer does. */
  static async of(ui: VSCodePage): Promise<Keyboard> {
    await ui.page.evaluate(() => {
      const seen: string[] = [];
      window.pointerEvents = seen;
      for (const type of ["pointerdown", "mousedown", "wheel", "dragstart"]) {
        window.addEventListener(type, (event) => void seen.push(event.type), true);
      }
    });
    return new Keyboard(ui);
  }

  /** Asserts that no pointer was used. */
  async assertAlone(): Promise<void> {
    assert.deepEqual(await this.#page.evaluate(() => window.pointerEvents), []);
  }

  /** Presses keys, or chords such as `Control+k`, one after another. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Runs a command from the palette by its full title. */
  async command(title: string): Promise<void> {
    await this.#pick("F1", title, title);
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.#pick("Control+p", name, name);
    await this.#ui.editor.waitFor(name);
  }

  /** Waits for an input box with that title, replaces its text, and accepts it. */
  async answer(title: string, text: string): Promise<void> {
    await this.#ui.input.read(title);
    await this.press("Control+a");
    await this.type(text);
    await this.press("Enter");
  }

  /** Waits for a list with that title, moves to the row with that label, and accepts it. */
  async choose(title: string | RegExp, label: string): Promise<void> {
    await this.#ui.input.read(title);
    await until("a row in focus", async () => (await this.#row()) !== "");
    await this.#walk(() => this.#row(), label, "ArrowDown");
    await this.press("Enter");
  }

  /** The focused element's name for screen readers. */
  async focused(): Promise<string> {
    const focused = await this.#page.locator(":focus").evaluateAll((elements) =>
      // All at one moment, because the focus can go at any time.
      (elements as unknown as PageElement[]).map((focus) => [
        focus.getAttribute("aria-label"),
        focus.getAttribute("title"),
        focus.innerText,
      ]),
    );
    return plain(focused.at(-1)?.find((name) => name) ?? "");
  }

  /** Presses a key until the focused element has that name. */
  async focus(text: string | RegExp, key: string): Promise<void> {
    await this.#walk(() => this.focused(), text, key);
  }

  /** Lists the code actions at the cursor, moves to the one with that title, and accepts it. */
  async codeAction(title: string): Promise<void> {
    const row = this.#page.locator(".action-widget .monaco-list-row.focused").first();
    // VS Code also asks for its light bulb a moment after the cursor or a problem moved, and then drops a list that has
    // not arrived: a person asks again.
    await until("the code actions", async () => {
      await this.press("Control+.");
      return becomes(row, "visible", PATIENCE);
    });
    await this.#walk(async () => plain((await row.innerText()).trim()), title, "ArrowDown");
    await this.press("Enter");
  }

  /** Moves to that entry in the open menu or its submenu. */
  async focusEntry(label: string): Promise<void> {
    const entries = this.#page.locator(".monaco-menu .action-item.focused > .action-menu-item > .action-label");
    await this.#walk(async () => plain((await entries.allInnerTexts()).at(-1) ?? "").trim(), label, "ArrowDown");
  }

  async #walk(read: () => Promise<string>, text: string | RegExp, key: string): Promise<void> {
    const seen: string[] = [];
    for (let step = 0; step < MOST_STEPS; step++) {
      const found = await read();
      if (typeof text === "string" ? found === text : text.test(found)) return;
      seen.push(found);
      await this.press(key);
    }
    assert.fail(`not on the way: ${String(text)}\n${seen.join("\n")}`);
  }

  /** The label of the focused row. */
  async #row(): Promise<string> {
    const labels = await this.#page.locator(".quick-input-widget .monaco-list-row.focused .label-name").allInnerTexts();
    return plain(labels[0] ?? "").trim();
  }

  async #pick(key: string, text: string, label: string): Promise<void> {
    const { input } = this.#ui;
    await this.press(key);
    await input.read();
    await this.type(text);
    await input.offers(label, LONGEST_SEARCH);
    await this.#walk(() => this.#row(), label, "ArrowDown");
    await this.press("Enter");
    // The next question may be a list too.
    await until("that list to go", async () => !(await input.isOpen()) || (await this.#row()) !== label);
  }
}
