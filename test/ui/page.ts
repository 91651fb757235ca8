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

/** The time limit for anything on the page, in ms. */
const TIMEOUT = 30_000;
/** How long a list may take to react to typing at first, in ms. */
const RETYPE = 1_000;

/**
 * VS Code as a person sees it: keys, clicks, and visible state. Actions wait for their target; methods that only read
 * the current state say so.
 */
export class VSCodePage {
  readonly input: QuickInput;
  readonly editor: EditorPane;
  readonly statusBar: StatusBar;
  readonly notifications: Notifications;
  readonly menu: Menu;
  /** For anything not covered here. */
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

  /** Runs a command from the palette by its full title: "Argus: Get Token". */
  async command(title: string): Promise<void> {
    await this.#pick("F1", `>${title}`, title);
  }

  /**
   * Opens a file with quick open, and waits until its tab is active.
   *
   * @param path relative to the open folder
   */
  async openFile(path: string): Promise<void> {
    const name = path.slice(path.lastIndexOf("/") + 1);
    // A full path is found without a search, for which the oldest version's server lacks the program.
    await this.#pick("ControlOrMeta+P", `${this.#address.searchParams.get("folder")}/${path}`, name);
    await this.editor.waitFor(name);
  }

  /** Reloads the page, which starts a new extension host, as after "Developer: Reload Window". */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.#ready();
  }

  /**
   * Waits until the page has saved a state with this text: VS Code writes what an extension remembers every few seconds,
   * and a reload before that forgets it.
   */
  async saved(text: string): Promise<void> {
    await until(`"${text}" in the saved state`, async () => {
      const saved = await this.page.context().storageState({ indexedDB: true });
      return JSON.stringify(saved).includes(text);
    });
  }

  /** Saves a screenshot as `.vscode-test/screenshots/<name>.png`. @returns the file's path */
  async screenshot(name: string): Promise<string> {
    const folder = join(CACHE, "screenshots");
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  /**
   * Types again until the row appears: a list ignores rows that an extension adds after the typing. Each time it waits
   * longer, because typing starts a search anew, and on a busy machine one takes seconds.
   */
  async #pick(key: string, text: string, label: string): Promise<void> {
    await this.page.keyboard.press(key);
    let patience = RETYPE;
    await until(`"${label}" in the list`, async () => {
      await this.input.type(text.slice(0, 1));
      await this.input.type(text);
      const isOffered = await this.input.offers(label, patience);
      patience *= 2;
      return isOffered;
    });
    await this.input.pick(label);
  }

  async #ready(): Promise<void> {
    await this.page.locator(".monaco-workbench .part.statusbar .statusbar-item").first().waitFor();
    await this.page.locator(".explorer-folders-view .monaco-list-row, .editor-instance").first().waitFor();
  }
}
