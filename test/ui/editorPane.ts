import type { Locator, Page } from "playwright-core";
import { until } from "../host/until.ts";
import { drawnLenses, drawnLines } from "./editorLines.ts";
import { Hover } from "./hover.ts";

/** CSS pixels. */
const SCROLL = 40;
/** How long lenses may come from the editor's cache before this scrolls, in ms. */
const PATIENCE = 3_000;

/** The few page types used here, because scripts are compiled without the browser's. */
interface PageElement {
  getAttribute: (name: string) => string | null;
}

/** A text that a decoration adds to the document. */
export interface InlineText {
  /** The document's own text on that line. */
  line: string;
  text: string;
}

/** The active text editor. Reading methods see the current state, and only the visible part of the document. */
export class EditorPane {
  readonly #page: Page;
  readonly #editor: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#editor = page.locator(".editor-group-container.active .editor-instance .monaco-editor").first();
  }

  /** The name on the active tab, or nothing. */
  async name(): Promise<string> {
    const tabs = this.#page.locator(".editor-group-container.active .tab.active");
    const names = await tabs.evaluateAll((elements) =>
      (elements as unknown as PageElement[]).map((tab) => tab.getAttribute("data-resource-name")),
    );
    return names[0] ?? "";
  }

  /** The title of the report that a preview in the active tab shows, or nothing. */
  async report(): Promise<string> {
    const [tab] = await this.#page.locator(".editor-group-container.active .tab.active .label-name").allInnerTexts();
    if (tab?.startsWith("[Preview] ") !== true) return "";
    for (const frame of this.#page.frames().reverse()) {
      const titles = frame.locator("body.vscode-body h1").allInnerTexts();
      // A frame can be replaced at any time.
      const [title] = await titles.catch(() => []);
      if (title !== undefined) return title;
    }
    return "";
  }

  /** Waits until the active tab has that name and its text is drawn. */
  async waitFor(name: string): Promise<void> {
    await until(`the editor of ${name}`, async () => (await this.name()) === name && (await this.text()) !== "");
  }

  /** The document's text, with `\n` between the lines. */
  async text(): Promise<string> {
    return (await drawnLines(this.#editor)).map(({ text }) => text).join("\n");
  }

  /** The titles of the code lenses without their icons, from top to bottom and from left to right. */
  async lenses(): Promise<string[]> {
    return (await drawnLenses(this.#lenses())).map(({ title }) => title);
  }

  /** Clicks the nth lens with that title, counted from 0, once it is shown. */
  async clickLens(title: string | RegExp, nth = 0): Promise<void> {
    const isMeant = (lens: { title: string }): boolean =>
      typeof title === "string" ? lens.title.includes(title) : title.test(lens.title);
    // At first the editor draws lenses from its cache, which cannot be clicked. If it drew them too late, it considered
    // them hidden when their commands arrived, and requests them again only after scrolling or typing.
    const nudges = [() => this.#scroll(), () => this.#typeAndTakeBack(), () => this.#typeAndTakeBack()];
    let patience = Date.now() + PATIENCE;
    const find = async (): Promise<number | undefined> =>
      (await drawnLenses(this.#lenses())).filter(isMeant)[nth]?.index;
    await until(`the lens ${String(title)}`, async () => {
      const index = await find();
      if (index === undefined && Date.now() > patience) {
        patience = Date.now() + PATIENCE;
        await nudges.shift()?.();
      }
      if (index === undefined) return false;
      // An element, because a row that is drawn again meanwhile changes the order: a click must not reach another one.
      const lens = (await this.#lenses().elementHandles())[index];
      if (lens === undefined || (await find()) !== index) return false;
      return lens.click({ timeout: PATIENCE }).then(
        () => true,
        () => false,
      );
    });
  }

  async #scroll(): Promise<void> {
    await this.#editor.hover();
    await this.#page.mouse.wheel(0, SCROLL);
    await this.#page.mouse.wheel(0, -SCROLL);
  }

  async #typeAndTakeBack(): Promise<void> {
    await this.#editor.locator(".view-line").first().click();
    await this.#page.keyboard.press("End");
    await this.#page.keyboard.type("x");
    await this.#page.keyboard.press("Backspace");
  }

  /** The texts that decorations add to the document. */
  async inlineTexts(): Promise<InlineText[]> {
    const lines = await drawnLines(this.#editor);
    return lines.flatMap((line) => line.inline.map(({ text }) => ({ line: line.text, text })));
  }

  /** Points at the decoration with that text, once it is shown, and returns its hover. */
  async hoverInlineText(text: string): Promise<Hover> {
    const place = await until(`the inline text "${text}"`, async () => {
      const inline = (await drawnLines(this.#editor)).flatMap((line) => line.inline);
      return inline.find((drawn) => drawn.text.includes(text));
    });
    await this.#page.mouse.move(place.x, place.y);
    return Hover.open(this.#page);
  }

  /** Puts the cursor on a word of the document. */
  async clickText(text: string): Promise<void> {
    await this.#editor.locator(".view-line").getByText(text).first().click();
  }

  /** Opens the context menu on a word of the document. */
  async openMenu(text: string): Promise<void> {
    await this.#editor.locator(".view-line").getByText(text).first().click({ button: "right" });
  }

  /** Points at a word of the document, and returns the hover. */
  async hoverText(text: string): Promise<Hover> {
    await this.#editor.locator(".view-line").getByText(text).first().hover();
    return Hover.open(this.#page);
  }

  #lenses(): Locator {
    return this.#editor.locator(".codelens-decoration a");
  }
}
