import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { until } from "../host/until.ts";
import { plain } from "./editorLines.ts";
import type { VSCodePage } from "./page.ts";
import { becomes } from "./waiting.ts";

/** How often an arrow key is pressed at most on the way to something. */
const MOST_STEPS = 60;

/** How long a list may take to show what was typed, in ms. */
const LONGEST_SEARCH = 10_000;

/** How long code actions may take to be listed until they are asked for again, in ms. */
const PATIENCE = 2000;

/** As much of the page's own types as is asked for here: scripts are compiled without those of a browser. */
interface PageWindow {
  addEventListener: (type: string, listener: (event: { type: string }) => void, capture: boolean) => void;
  pointerEvents?: string[];
}
declare const window: PageWindow;

/** A person who has no mouse: everything is done with keys, and found by what has the focus. */
export class Keyboard {
  readonly #ui: VSCodePage;
  readonly #page: Page;

  private constructor(ui: VSCodePage) {
    this.#ui = ui;
    this.#page = ui.page;
  }

  /** From now on the page takes note of whatever a pointer does. */
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

  /** Nothing was done with a pointer. */
  async assertAlone(): Promise<void> {
    assert.deepEqual(await this.#page.evaluate(() => window.pointerEvents), []);
  }

  /** Presses keys, or chords such as `Control+k`, one after the other. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Runs a command of the palette by its whole title. */
  async command(title: string): Promise<void> {
    await this.#pick("F1", title, title);
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.#pick("Control+p", name, name);
    await this.#ui.editor.waitFor(name);
  }

  /** Waits for an input box with that title, types over what is in it, and accepts it. */
  async answer(title: string, text: string): Promise<void> {
    await this.#ui.input.read(title);
    await this.press("Control+a");
    await this.type(text);
    await this.press("Enter");
  }

  /** Waits for a list with that title, goes to the row with that label, and accepts it. */
  async choose(title: string, label: string): Promise<void> {
    await this.#ui.input.read(title);
    await until("a row in focus", async () => (await this.#row()) !== "");
    await this.#walk(() => this.#row(), label, "ArrowDown");
    await this.press("Enter");
  }

  /** What a screen reader says of what has the focus. */
  async focused(): Promise<string> {
    const focus = this.#page.locator(":focus").last();
    if ((await focus.count()) === 0) return "";
    const names = [await focus.getAttribute("aria-label"), await focus.getAttribute("title"), await focus.innerText()];
    return plain(names.find((name) => name) ?? "");
  }

  /** Presses a key until a screen reader says that text. */
  async focus(text: string | RegExp, key: string): Promise<void> {
    await this.#walk(() => this.focused(), text, key);
  }

  /** Lists the code actions at the cursor, goes to the one with that title, and accepts it. */
  async codeAction(title: string): Promise<void> {
    const row = this.#page.locator(".action-widget .monaco-list-row.focused").first();
    // VS Code asks for its light bulb too, a moment after the cursor or a problem moved, and drops a list that has not come by
    // then: a person asks again.
    await until("the code actions", async () => {
      await this.press("Control+.");
      return becomes(row, "visible", PATIENCE);
    });
    await this.#walk(async () => plain((await row.innerText()).trim()), title, "ArrowDown");
    await this.press("Enter");
  }

  /** Goes to that entry in the menu that is open, or in its submenu. */
  async focusEntry(label: string): Promise<void> {
    const entry = this.#page.locator(".monaco-menu .action-item.focused > .action-menu-item > .action-label").last();
    await this.#walk(
      async () => ((await entry.count()) === 0 ? "" : plain((await entry.innerText()).trim())),
      label,
      "ArrowDown",
    );
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

  /** The label of the row that has the focus. */
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
    // What is asked next may be a list too.
    await until("that list to go", async () => !(await input.isOpen()) || (await this.#row()) !== label);
  }
}
