import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "../host/until.ts";
import { profileOf, withSession } from "./suite.ts";
import { screenshots, THEME_SETTINGS } from "./themes.ts";

/** CSS pixels: half of a small screen, beside a terminal or a browser. */
const NARROW = { width: 700, height: 640 };
const WIDE = { width: 1280, height: 800 };

/** A person with little room; each test continues from the previous one. */
describe("in a narrow window", () => {
  const { session, sandbox } = withSession((sandbox) => ({
    settings: { ...THEME_SETTINGS, ...profileOf(sandbox, { scope: "openid profile email groups customer clientip" }) },
  }));
  before(async () => {
    await session.ui.page.setViewportSize(NARROW);
    await session.ui.openFile("whoami.http");
  });

  /** Shows or hides the Explorer. */
  async function toggleSideBar(): Promise<void> {
    const sideBar = session.ui.page.locator(".part.sidebar");
    const state = (await sideBar.isVisible()) ? "hidden" : "visible";
    await session.ui.command("View: Toggle Primary Side Bar Visibility");
    await sideBar.waitFor({ state });
  }

  /** Everything that matches ends within the editor. */
  async function fits(selector: string): Promise<void> {
    const { page } = session.ui;
    const pane = await page.locator(".editor-instance").first().boundingBox();
    assert(pane !== null);
    const boxes = await Promise.all((await page.locator(selector).all()).map((each) => each.boundingBox()));
    assert(boxes.length > 0, selector);
    for (const box of boxes)
      assert(box === null || box.x + box.width <= pane.x + pane.width, JSON.stringify([box, pane]));
  }

  it("every question of Add Profile can be read", async () => {
    const { input, page } = session.ui;
    await session.ui.command("Argus: Add Profile");
    await input.read("Argus: Add Profile (1/5)");
    await screenshots(session.ui, "narrow-which-argus");
    await input.pick("Another URL…");
    for (const [index, answer] of [sandbox.url, sandbox.apiKey, sandbox.clientId, "other"].entries()) {
      await input.read(`Argus: Add Profile (${index + 2}/6)`);
      await screenshots(session.ui, `narrow-step-${index + 2}`);
      await input.type(answer);
      await input.accept();
    }
    await input.read("Argus: Add Profile (6/6)");
    await screenshots(session.ui, "narrow-step-6");
    const clipped = await page.locator(".quick-input-message").evaluate((message) => {
      const { scrollWidth, clientWidth } = message as unknown as { scrollWidth: number; clientWidth: number };
      return scrollWidth > clientWidth;
    });
    assert(!clipped, "the question is cut off");
    await input.cancel();
  });

  it("the lens row fits into the editor, and its state even beside the Explorer", async () => {
    const { editor, input } = session.ui;
    await until("the lenses", async () => (await editor.lenses()).length >= 3);
    await screenshots(session.ui, "narrow-lenses");
    await fits(".codelens-decoration a:first-of-type");
    await toggleSideBar();
    await fits(".codelens-decoration");
    await editor.clickLens("default · Insert token");
    await input.enterKey(sandbox.apiKey);
    await until("its new lens", async () => /^default · live until \d\d:\d\d$/.test((await editor.lenses())[0] ?? ""));
    await fits(".codelens-decoration");
  });

  it("an answer is in sight, even beside the Explorer, and the tooltip is complete", async () => {
    const { editor, notifications, page, statusBar } = session.ui;
    await notifications.click("Keep tokens fresh without touching this file?", "Not Now");
    await editor.clickLens("Userinfo");
    await until("the user", async () => (await editor.inlineTexts())[0]?.text.startsWith("myUserName"));
    await screenshots(session.ui, "narrow-answer");
    await toggleSideBar();
    await session.ui.screenshot("narrow-answer-explorer");
    await until("the answer, on its own line", async () => {
      const texts = await editor.inlineTexts();
      return texts.length === 1 && texts[0]!.line === "";
    });
    await toggleSideBar();
    await statusBar.hover("default");
    await screenshots(session.ui, "narrow-tooltip");
    const tooltip = await page.locator(".monaco-hover:visible").last().boundingBox();
    assert(tooltip !== null && tooltip.x >= 0 && tooltip.x + tooltip.width <= NARROW.width, JSON.stringify(tooltip));
    await page.mouse.move(300, 300);
    await page.setViewportSize(WIDE);
    await screenshots(session.ui, "wide-answer");
    await page.setViewportSize(NARROW);
  });

  it("the single lens of the compact row shows the whole state, even beside the Explorer", async () => {
    const { editor } = session.ui;
    const file = join(session.folder, ".vscode", "settings.json");
    await writeFile(file, JSON.stringify({ "argus.codeLens": "compact" }));
    await until("the compact row", async () => {
      const lenses = await editor.lenses();
      return lenses.length === 2 && /^default · live until \d\d:\d\d$/.test(lenses[0]!);
    });
    await toggleSideBar();
    await screenshots(session.ui, "narrow-compact");
    await fits(".codelens-decoration");
    await toggleSideBar();
    await writeFile(file, "{}");
    await until("the full row", async () => (await editor.lenses()).length === 6);
  });
});
