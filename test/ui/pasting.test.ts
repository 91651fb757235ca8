import assert from "node:assert/strict";
import { until } from "../host/until.ts";
import { withSession } from "./suite.ts";

/** The few page types used here, because scripts are compiled without the browser's. */
interface PageWindow {
  drawnTexts: Set<string>;
  requestAnimationFrame: (draw: () => void) => void;
  document: { querySelectorAll: (selector: string) => Iterable<{ type: string; value: string }> };
}
declare const window: PageWindow;

/** A person who pastes an API key before the box for it is there. */
describe("a key that is pasted too early", () => {
  const { session, sandbox } = withSession();
  before(async () => {
    await session.ui.openFile("whoami.http");
  });

  it("never appears in the list, and waits in the masked box", async () => {
    const { input, page } = session.ui;
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(sandbox.apiKey)})`);
    await session.ui.command("Argus: Add Profile");
    await input.read("Argus: Add Profile (1/5)");
    await page.evaluate(() => {
      window.drawnTexts = new Set();
      const look = (): void => {
        for (const { type, value } of window.document.querySelectorAll(".quick-input-widget input"))
          if (type !== "password") window.drawnTexts.add(value);
        window.requestAnimationFrame(look);
      };
      look();
    });
    await page.keyboard.press("ControlOrMeta+v");
    await until("the message", async () => (await input.read()).placeholder.includes("What you pasted is hidden"));
    await session.ui.screenshot("pasted-too-early");
    await input.pick("Another URL…");
    await input.read("Argus: Add Profile (2/6)");
    await input.type(sandbox.url);
    await input.accept();
    const box = await input.read("Argus: Add Profile (3/6)");
    assert.deepEqual([box.value, box.masked], [sandbox.apiKey, true]);
    const drawn = await page.evaluate(() => [...window.drawnTexts]);
    assert(drawn.includes(""), "frames were looked at");
    assert(
      drawn.every((text) => !text.includes(sandbox.apiKey)),
      drawn.join(),
    );
  });

  it("is pasted as usual into a box, and into a file while a list is open", async () => {
    const { editor, input, page } = session.ui;
    await input.type("");
    await page.keyboard.press("ControlOrMeta+v");
    await until("the key", async () => (await input.read("Argus: Add Profile (3/6)")).value === sandbox.apiKey);
    await input.cancel();
    await session.ui.command("Argus: Add Profile");
    await input.read("Argus: Add Profile");
    await editor.clickText("GET");
    await page.keyboard.press("ControlOrMeta+v");
    await until("the pasted text", async () => (await editor.text()).includes(sandbox.apiKey));
    await page.keyboard.press("ControlOrMeta+z");
  });
});
