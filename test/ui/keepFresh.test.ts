import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "../host/until.ts";
import { profileOf, withSession } from "./suite.ts";
import { screenshots, THEME_SETTINGS } from "./themes.ts";

/** From a stored key to requests that never need a click again. */
describe("keeping tokens fresh", () => {
  const { session, sandbox } = withSession((sandbox) => ({ settings: { ...THEME_SETTINGS, ...profileOf(sandbox) } }));
  before(async () => {
    await session.ui.openFile("whoami.http");
    await session.ui.command("Argus: Enter Credential…");
    await session.ui.input.enterKey(sandbox.apiKey);
    // The key is tested first; a click before that ends would ask for it again.
    await until("its token", async () => /^default \d min$/.test((await session.ui.statusBar.read("default")).text));
  });

  it("takes three clicks", async () => {
    const { editor, notifications, page } = session.ui;
    await editor.clickLens("default · Insert token");
    const question = "Keep tokens fresh without touching this file?";
    await notifications.find(question);
    await session.ui.screenshot("keep-fresh-question");
    await notifications.click(question, "Keep Fresh");
    const dialog = page.locator(".monaco-dialog-box");
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /the variable ARGUS_TOKEN.*argus\.environmentVariables/s);
    await session.ui.screenshot("keep-fresh-dialog");
    await dialog.getByRole("button", { name: "Turn On" }).click();
    await until("the reference", async () =>
      (await editor.text()).includes("Authorization: Bearer {{$processEnv ARGUS_TOKEN}}"),
    );
    await until("the lens", async () => (await editor.lenses())[0] === "default · from the environment");
  });

  it("writes the settings where they take effect, and says where", async () => {
    const { notifications } = session.ui;
    const { text } = await notifications.find("Tokens stay fresh from now on");
    assert.match(text, /Your user settings now set argus\.insertAs and argus\.autoRefresh\./);
    assert.match(text, /The settings of this remote machine now set argus\.environmentVariables\./);
    const machine = await readFile(join(session.dataDir, "Machine", "settings.json"), "utf8");
    assert.match(machine, /"argus\.environmentVariables": true/);
    await notifications.dismiss("Tokens stay fresh from now on");
    await screenshots(session.ui, "keep-fresh");
  });

  it("explains a reference without a token, and its lens gets one", async () => {
    const { editor } = session.ui;
    await session.ui.command("Argus: Sign Out");
    await until("the lens", async () => (await editor.lenses())[0] === "default · no token – get one");
    await screenshots(session.ui, "lens-no-token");
    await editor.clickLens("default · no token – get one");
    await until("the lens", async () => (await editor.lenses())[0] === "default · from the environment");
    assert.match(await editor.text(), /^Authorization: Bearer \{\{\$processEnv ARGUS_TOKEN\}\}$/m);
  });
});
