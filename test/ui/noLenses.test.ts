import assert from "node:assert/strict";
import { until } from "../host/until.ts";
import { profileOf, withSession } from "./suite.ts";

/** Everything that lenses do, without them. */
describe("with argus.codeLens off", () => {
  const { session, sandbox } = withSession((sandbox) => ({
    settings: { ...profileOf(sandbox), "argus.codeLens": false },
  }));
  before(async () => {
    await session.ui.openFile("whoami.http");
  });

  it("keys insert a token", async () => {
    const { editor, input, page } = session.ui;
    await editor.clickText("GET");
    await page.keyboard.press("Control+k");
    await page.keyboard.press("Control+Alt+i");
    await input.enterKey(sandbox.apiKey);
    await until("the header", async () => /^Authorization: Bearer myUserName\//m.test(await editor.text()));
  });

  it("the menu shows the token's user", async () => {
    const { editor, menu } = session.ui;
    await editor.openMenu("GET");
    await menu.open("Argus");
    await menu.choose("Userinfo");
    await until("the user", async () => (await editor.inlineTexts())[0]?.text.startsWith("myUserName"));
  });

  it("there is never a lens", async () => {
    // The worker has answered later requests, so it must have answered those for lenses.
    assert.deepEqual(await session.ui.editor.lenses(), []);
    await session.ui.screenshot("no-lenses");
  });
});
