import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { CACHE } from "../host/paths.ts";
import { until } from "../host/until.ts";
import { EditorPane } from "./editorPane.ts";
import { Menu } from "./menu.ts";
import { Notifications } from "./notifications.ts";
import { QuickInput } from "./quickInput.ts";
import { StatusBar } from "./statusBar.ts";

/** How long anything on the page may take, in ms. */
const TIMEOUT = 20_000;
/** How long a list may take to show what was typed, in ms. */
const RETYPE = 1_000;

/**
 * VS Code as a person has it before them: keys, clicks, and what is to be seen. Every action waits for what it acts on;
 * what only reads the present state says so.
 */
export class VSCodePage {
  readonly input: QuickInput;
  readonly editor: EditorPane;
  readonly statusBar: StatusBar;
  readonly notifications: Notifications;
  readonly menu: Menu;
  /** For what is not covered here. */
  readonly page: Page;
  readonly #address: URL;

  private constructor(page: Page, address: string) {
    this.page = page;
    this.#address = new URL(address);
    this.input = new QuickInput(page);
    this.editor = new EditorPane(page);
    this.statusBar = new StatusBar(page);
    this.notifications = new Notifications(page);
    this.menu = new Menu(page);
  }

  /** @param address as from `editorAddress()` */
  static async open(page: Page, address: string): Promise<VSCodePage> {
    page.setDefaultTimeout(TIMEOUT);
    const opened = new VSCodePage(page, address);
    await page.goto(address);
    await opened.#ready();
    return opened;
  }

  /** Picks a command from the palette by its whole title: "Argus: Get Token". */
  async command(title: string): Promise<void> {
    await this.#pick("F1", `>${title}`, title);
  }

  /**
   * Opens a file with quick open, and waits until it is in front.
   *
   * @param path relative to the folder that is open
   */
  async openFile(path: string): Promise<void> {
    const name = path.slice(path.lastIndexOf("/") + 1);
    // A whole path is found without a search, for which the oldest version's server lacks the program.
    await this.#pick("ControlOrMeta+P", `${this.#address.searchParams.get("folder")}/${path}`, name);
    await this.editor.waitFor(name);
  }

  /** Loads the page anew: a new extension host, as after "Developer: Reload Window". */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.#ready();
  }

  /** Saves what is to be seen as `.vscode-test/screenshots/<name>.png`. @returns the file's path */
  async screenshot(name: string): Promise<string> {
    const folder = join(CACHE, "screenshots");
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  /** Types anew until the row is there: a list does not take in what an extension adds after the typing. */
  async #pick(key: string, text: string, label: string): Promise<void> {
    await this.page.keyboard.press(key);
    await until(`"${label}" in the list`, async () => {
      await this.input.type(text.slice(0, 1));
      await this.input.type(text);
      return this.input.offers(label, RETYPE);
    });
    await this.input.pick(label);
  }

  async #ready(): Promise<void> {
    await this.page.locator(".monaco-workbench .part.statusbar .statusbar-item").first().waitFor();
    await this.page.locator(".explorer-folders-view .monaco-list-row, .editor-instance").first().waitFor();
  }
}
