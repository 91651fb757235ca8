import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CHECKOUT } from "../host/paths.ts";
import { until } from "../host/until.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { type Session, startSession } from "./session.ts";

/** With `ARGUS_PICTURES=1` the pictures of the walkthrough and of the README are made anew; look at them. */
const MAKES_PICTURES = process.env["ARGUS_PICTURES"] === "1";
const MEDIA = join(CHECKOUT, "media");

const THEMES = ["light", "dark"] as const;
const STEPS = ["profile", "token", "insert", "check"] as const;
type Step = (typeof STEPS)[number];

/** What is below each frame in the README. */
const CAPTIONS: Readonly<Record<Step, string>> = {
  profile: "1 · A profile, once; the key goes into the secret storage",
  token: "2 · A token, and how long it lives",
  insert: "3 · In the request, by the lens above it",
  check: "4 · Whose it is; Introspect says whether it is good",
};

/** CSS pixels. */
const SIZE = { width: 900, height: 540 };

/** Goes the way of the walkthrough as its buttons lead; each step goes on from the one before. */
describe("the walkthrough", () => {
  let sandbox: Sandbox;
  let session: Session;
  before(async () => {
    sandbox = await startSandbox({ lifetime: 300 });
    session = await startSession({
      deviceScaleFactor: 2,
      settings: { "window.autoDetectColorScheme": true, "editor.minimap.enabled": false },
    });
    await session.ui.page.setViewportSize(SIZE);
    await session.ui.command("View: Toggle Primary Side Bar Visibility");
  });
  after(async () => {
    await session.close();
    await sandbox.close();
    assert.deepEqual(sandbox.violations, []);
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

  async function picture(step: Step): Promise<void> {
    for (const theme of THEMES) {
      await session.ui.page.emulateMedia({ colorScheme: theme });
      await session.ui.page.locator(`.monaco-workbench.${theme === "light" ? "vs" : "vs-dark"}`).waitFor();
      await session.ui.screenshot(`walkthrough-${step}-${theme}`);
      if (MAKES_PICTURES) {
        await mkdir(join(MEDIA, "walkthrough"), { recursive: true });
        await session.ui.page.screenshot({ path: join(MEDIA, "walkthrough", `${step}-${theme}.png`) });
      }
    }
  }

  it("has four steps with their pictures", async () => {
    await open();
    const { page } = session.ui;
    assert.equal(await page.locator(".getting-started-step").count(), 4);
    const picture = page.locator(".getting-started-media img");
    await until("the picture", async () =>
      picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth > 0),
    );
    await session.ui.screenshot("walkthrough");
  });

  it("adds a profile", async () => {
    const { input, statusBar } = session.ui;
    await press("profile", "Add Profile");
    const steps = ["default", sandbox.url, sandbox.clientId, "", sandbox.apiKey, "Save Without Testing"];
    for (const [index, answer] of steps.entries()) {
      const box = await input.read(`Argus: Add Profile (${index + 1}/6)`);
      await input.type(answer);
      if (box.masked) await picture("profile");
      if (index === 5) await input.pick(answer);
      else await input.accept();
    }
    await until("the profile", async () => (await statusBar.read("default")).text.startsWith("default"));
  });

  it("gets a token", async () => {
    const { input, statusBar } = session.ui;
    await open();
    await press("token", "Get Token");
    await until("the time left", async () => /^default [45] min$/.test((await statusBar.read("default")).text));
    await statusBar.click("default");
    await input.read("Argus");
    await picture("token");
    await input.cancel();
  });

  it("inserts it into an example", async () => {
    const { editor } = session.ui;
    await open();
    await press("insert", "Open an Example");
    await until("the example", async () => (await editor.text()).includes(`GET ${sandbox.url}`));
    await editor.clickLens("Insert Argus Token");
    await until("the header", async () => /^Authorization: Bearer myUserName\//m.test(await editor.text()));
    await until("its new lens", async () => (await editor.lenses())[0] === "Replace Argus Token");
    await picture("insert");
  });

  it("checks it", async () => {
    const { editor, page } = session.ui;
    await editor.clickLens("Userinfo");
    await until("the user", async () => (await editor.inlineTexts())[0]?.text.startsWith("myUserName"));
    await editor.hoverInlineText("myUserName");
    await picture("check");
    await page.keyboard.press("Escape");
  });

  async function makeFrames(): Promise<void> {
    const frames = STEPS.map(async (step) => {
      const data = (await readFile(join(MEDIA, "walkthrough", `${step}-dark.png`))).toString("base64");
      return `<figure><img src="data:image/png;base64,${data}"><figcaption>${CAPTIONS[step]}</figcaption></figure>`;
    });
    const page = await session.browser.newPage();
    await page.setViewportSize({ width: 960, height: 100 });
    await page.setContent(
      `<style>body{margin:12px;display:grid;grid-template-columns:1fr 1fr;gap:12px 16px;align-content:start;background:#1b2433;color:#fff;
       font:15px sans-serif}figure{margin:0}img{width:100%;border-radius:6px}figcaption{margin:4px 2px}</style>${(await Promise.all(frames)).join("")}`,
    );
    await page.screenshot({ path: join(MEDIA, "frames.png"), fullPage: true });
    await page.close();
  }

  if (MAKES_PICTURES) it("is told in four frames", makeFrames);
});
