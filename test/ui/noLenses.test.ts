import assert from "node:assert/strict";
import { until } from "../host/until.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { type Session, startSession } from "./session.ts";

/** Everything that lenses do, without them. */
describe("with argus.codeLens off", () => {
  let sandbox: Sandbox;
  let session: Session;
  before(async () => {
    sandbox = await startSandbox();
    const { url, clientId } = sandbox;
    session = await startSession({
      settings: { "argus.profiles": { default: { url, clientId } }, "argus.codeLens": false },
    });
    await session.ui.openFile("whoami.http");
  });
  after(async () => {
    await session.close();
    await sandbox.close();
    assert.deepEqual(sandbox.violations, []);
  });

  it("keys insert a token", async () => {
    const { editor, input, page } = session.ui;
    await editor.clickText("GET");
    await page.keyboard.press("Control+k");
    await page.keyboard.press("Control+Alt+i");
    await input.read("Argus: Credential of default");
    await input.type(sandbox.apiKey);
    await input.accept();
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
