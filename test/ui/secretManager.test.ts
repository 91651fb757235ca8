import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "../host/until.ts";
import { profileOf, withSession } from "./suite.ts";
import { screenshots, THEME_SETTINGS } from "./themes.ts";
import { clickAway } from "./waiting.ts";

/** In ms, until a click counts as lost. */
const PATIENCE = 2000;

/** A key that stays in a secret manager, then one that is typed; each test continues from the previous one. */
describe("an API key", () => {
  const { session, sandbox } = withSession((sandbox) => ({ settings: { ...THEME_SETTINGS, ...profileOf(sandbox) } }), {
    apiKey: "15a6/1/aSecretOfTheSandbox",
  });
  before(async () => {
    const file = join(session.folder, "..", "a secret");
    await writeFile(file, `${sandbox.apiKey}\nuser: me\n`);
    // A setting of the machine that the extension runs on.
    const settings = { "argus.credentialSources": { vault: { command: ["/bin/cat", file] } } };
    await mkdir(join(session.dataDir, "Machine"), { recursive: true });
    await writeFile(join(session.dataDir, "Machine", "settings.json"), JSON.stringify(settings));
    await session.ui.openFile("whoami.http");
  });

  const live = async (): Promise<boolean> => /^default \d min$/.test((await session.ui.statusBar.read("default")).text);

  it("comes from a secret manager after one dialog that shows the whole command, and is tested at once", async () => {
    const { ui } = session;
    const { input } = ui;
    await ui.command("Argus: Enter Credential…");
    await input.read("Argus: Credential of default");
    await input.accept();
    await input.read(/^Argus: Credential of default \(2\//);
    await screenshots(ui, "credential-kinds");
    await input.pick("Command");
    await until("the sources", async () => (await input.items()).includes("vault"));
    await ui.screenshot("credential-source");
    await input.pick("vault");
    const dialog = ui.page.locator(".monaco-dialog-box");
    await dialog.waitFor();
    await screenshots(ui, "credential-command");
    assert.match(await dialog.innerText(), /\/bin\/cat ".*\/a secret"/);
    await clickAway(dialog.getByRole("button", { name: "Allow", exact: true }), dialog, PATIENCE);
    await until("the token", live);
    assert.match((await ui.statusBar.read("default")).label, /Credential: Command “vault”\./);
    await ui.command("Argus: Get Token");
    await until("another call", () => sandbox.requests.length >= 2);
    assert.equal(sandbox.requests.at(-1)?.headers["argus-api-key"], sandbox.apiKey);
  });

  it("that is refused is named, and leads back to the box; the expiry of one that works is asked for", async () => {
    const { ui } = session;
    const { input, notifications } = ui;
    await ui.command("Argus: Enter Credential…");
    await input.read("Argus: Credential of default");
    await input.type("15a6/2/aMistypedSecret");
    await input.accept();
    await until("the failure", async () => (await input.items())[0] === "Correct the API Key");
    await screenshots(ui, "credential-refused");
    await input.pick("Correct the API Key");
    const again = await input.read("Argus: Credential of default");
    assert(again.masked);
    assert.match(again.message, /^Key 15a6\/2: Argus did not accept the API key/);
    await input.type(sandbox.apiKey);
    await input.accept();
    const asked = await notifications.find("When does key 15a6/1 of “default” expire?");
    assert.deepEqual(asked.buttons, ["In About 3 Months", "Enter Date or Days…"]);
    await screenshots(ui, "key-end");
    await notifications.click("When does key", "Enter Date or Days…");
    await input.read("Argus: Expiry of Key 15a6/1");
    await input.type("soon");
    await until("the problem", async () => (await input.read()).invalid);
    await ui.screenshot("key-end-problem");
    await input.type("30");
    await input.accept();
    await until("the token", live);
    assert.match((await ui.statusBar.read("default")).label, /Credential: API Key 15a6\/1\./);
  });
});
