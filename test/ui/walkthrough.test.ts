import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CHECKOUT } from "../host/paths.ts";
import { until } from "../host/until.ts";
import { writeMovingPicture, writePicture } from "./pictures.ts";
import { withSession } from "./suite.ts";

/** With `ARGUS_PICTURES=1`, renews the pictures of the walkthrough and the README; look at them. */
const MAKES_PICTURES = process.env["ARGUS_PICTURES"] === "1";
const MEDIA = join(CHECKOUT, "media");

const THEMES = ["light", "dark"] as const;

type Step = "profile" | "token" | "insert" | "check" | "fresh";

/** How long each frame of the README's animation is shown, in ms. */
const FRAME_TIME = 2200;

/** CSS pixels. */
const SIZE = { width: 900, height: 540 };
/** CSS pixels: at 400, which is what the walkthrough's column may have, texts can still be read. */
const PICTURE_WIDTH = 600;
/** The line numbers. */
const GUTTER = 44;
const MARGIN = 4;

/** What a step's picture shows, and nothing else. */
const SHOWN: Readonly<Record<Exclude<Step, "fresh">, readonly string[]>> = {
  profile: [".quick-input-widget"],
  token: [".quick-input-widget"],
  insert: [".editor-group-container.active .view-line"],
  check: [".editor-group-container.active .view-line", ".monaco-hover:visible"],
};

/** Follows the walkthrough's buttons; each test continues from the previous one. */
describe("the walkthrough", () => {
  const { session, sandbox } = withSession(
    { deviceScaleFactor: 2, settings: { "window.autoDetectColorScheme": true, "editor.minimap.enabled": false } },
    { lifetime: 300 },
  );
  /** Frames of the README's animation. */
  const frames: Buffer[] = [];
  before(async () => {
    await session.ui.page.setViewportSize(SIZE);
    await session.ui.command("View: Toggle Primary Side Bar Visibility");
  });

  async function open(): Promise<void> {
    await session.ui.command("Welcome: Open Walkthrough...");
    await session.ui.input.read();
    await session.ui.input.type("Get Started with Argus");
    await session.ui.input.pick("Get Started with Argus Tokens");
    await session.ui.page.locator(".getting-started-step").first().waitFor();
  }

  /** Presses a button of a step. */
  async function press(step: Step, button: string): Promise<void> {
    const row = session.ui.page.locator(`.getting-started-step[data-step-id$="#${step}"]`);
    if ((await row.getAttribute("aria-expanded")) !== "true") await row.locator(".step-title").click();
    await row.locator("a.monaco-button").filter({ hasText: button }).click();
  }

  /** The part of the page with what a step's picture shows. */
  async function clipOf(step: keyof typeof SHOWN): Promise<{ x: number; y: number; width: number; height: number }> {
    const { page } = session.ui;
    const parts = await Promise.all(SHOWN[step].map((selector) => page.locator(selector).all()));
    const boxes = (await Promise.all(parts.flat().map((part) => part.boundingBox()))).filter((box) => box !== null);
    assert(boxes.length > 0, step);
    const left = step === "insert" || step === "check" ? GUTTER : MARGIN;
    const x = Math.max(0, Math.min(...boxes.map((box) => box.x)) - left);
    const y = Math.max(0, Math.min(...boxes.map((box) => box.y)) - MARGIN);
    const width = Math.max(...boxes.map((box) => box.x + box.width)) - x + MARGIN;
    const height = Math.max(...boxes.map((box) => box.y + box.height)) - y + MARGIN;
    return { x, y, width: Math.min(width, PICTURE_WIDTH), height };
  }

  async function picture(step: keyof typeof SHOWN): Promise<void> {
    for (const theme of THEMES) {
      await session.ui.page.emulateMedia({ colorScheme: theme });
      await session.ui.page.locator(`.monaco-workbench.${theme === "light" ? "vs" : "vs-dark"}`).waitFor();
      await session.ui.screenshot(`walkthrough-${step}-${theme}`);
      if (MAKES_PICTURES) {
        await mkdir(join(MEDIA, "walkthrough"), { recursive: true });
        await writePicture(
          join(MEDIA, "walkthrough", `${step}-${theme}.png`),
          await session.ui.page.screenshot({ clip: await clipOf(step) }),
        );
      }
    }
    // The last theme is dark.
    await frame();
  }

  async function frame(): Promise<void> {
    if (MAKES_PICTURES) frames.push(await session.ui.page.screenshot({ scale: "css" }));
  }

  /** A step is ticked only once it is done: a click on its button is not enough. */
  async function ticked(): Promise<number> {
    return session.ui.page.locator('.getting-started-step[aria-checked="true"]').count();
  }

  it("has five steps with pictures", async () => {
    await open();
    const { page } = session.ui;
    assert.equal(await page.locator(".getting-started-step").count(), 5);
    const picture = page.locator(".getting-started-media img");
    await until("the picture", async () =>
      picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth > 0),
    );
    await session.ui.screenshot("walkthrough");
  });

  it("adds a profile", async () => {
    const { input, statusBar } = session.ui;
    await press("profile", "Add Profile");
    const { url, apiKey, clientId } = sandbox;
    await input.read("Argus: Add Profile (1/5)");
    await input.pick("Another URL…");
    for (const [index, answer] of [url, apiKey, clientId, "default"].entries()) {
      const box = await input.read(`Argus: Add Profile (${index + 2}/6)`);
      await input.type(answer);
      if (box.masked) {
        assert.equal(await ticked(), 0);
        await picture("profile");
      }
      await input.accept();
    }
    await input.read("Argus: Add Profile (6/6)");
    await input.pick("Save Without Testing");
    await until("the profile", async () => (await statusBar.read("default")).text.startsWith("default"));
    await until("its step ticked", async () => (await ticked()) === 1);
  });

  it("gets a token", async () => {
    const { input, statusBar } = session.ui;
    await open();
    await press("token", "Get Token");
    await until("the time left", async () => /^default [45] min$/.test((await statusBar.read("default")).text));
    await statusBar.click("default");
    await input.read(/^Argus: default · live until /);
    await picture("token");
    await input.cancel();
  });

  it("inserts it into an example", async () => {
    const { editor, notifications } = session.ui;
    await open();
    await press("insert", "Open an Example");
    await until("the example", async () => (await editor.text()).includes(`GET ${sandbox.url}`));
    await frame();
    await editor.clickLens("default · Insert token");
    await until("the header", async () => /^Authorization: Bearer myUserName\//m.test(await editor.text()));
    await until("its new lens", async () => /^default · live until \d\d:\d\d$/.test((await editor.lenses())[0] ?? ""));
    await notifications.click("Keep tokens fresh without touching this file?", "Not Now");
    await until("no question", async () => (await notifications.all()).length === 0);
    await picture("insert");
  });

  it("checks the token with Userinfo", async () => {
    const { editor, page } = session.ui;
    await editor.clickLens("Userinfo");
    await until("the user", async () => (await editor.inlineTexts())[0]?.text.startsWith("myUserName"));
    await editor.hoverInlineText("myUserName");
    await picture("check");
    await page.keyboard.press("Escape");
  });

  if (MAKES_PICTURES) {
    it("makes the README's animation", async () => {
      await writeMovingPicture(join(MEDIA, "first-use.png"), frames, FRAME_TIME);
    });
  }

  it("makes tokens stay fresh", async () => {
    await open();
    await press("fresh", "Keep Tokens Fresh");
    await session.ui.page.locator(".monaco-dialog-box").getByRole("button", { name: "Turn On" }).click();
    await session.ui.notifications.find("Tokens stay fresh from now on");
    await until("all steps ticked", async () => (await ticked()) === 5);
    await session.ui.screenshot("walkthrough-fresh");
  });
});
