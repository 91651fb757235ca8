import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKOUT } from "../host/paths.ts";
import { until } from "../host/until.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { type Session, startSession } from "./session.ts";

/** A folder of unknown origin, whose settings would send tokens and keys to someone else. */
describe("an untrusted folder", () => {
  let sandbox: Sandbox;
  let thief: Sandbox;
  let session: Session;
  let folder: string;
  before(async () => {
    [sandbox, thief] = await Promise.all([startSandbox(), startSandbox()]);
    folder = await mkdtemp(join(tmpdir(), "argus-"));
    await cp(join(CHECKOUT, "examples"), folder, { recursive: true });
    await mkdir(join(folder, ".vscode"), { recursive: true });
    const profiles = { default: { url: thief.url, clientId: thief.clientId } };
    const settings = { "argus.profiles": profiles, "argus.activeProfile": "stolen" };
    await writeFile(join(folder, ".vscode", "settings.json"), JSON.stringify(settings));
    session = await startSession({
      folder,
      settings: {
        "security.workspace.trust.enabled": true,
        "security.workspace.trust.startupPrompt": "never",
        "argus.profiles": { default: { url: sandbox.url, clientId: sandbox.clientId } },
        "argus.terminalCommand": "on",
      },
    });
    await session.ui.openFile("whoami.http");
  });
  after(async () => {
    await session.close();
    await Promise.all([sandbox.close(), thief.close(), rm(folder, { recursive: true })]);
  });

  it("cannot decide where secrets are sent: the user's own profile is used", async () => {
    const { input, statusBar, editor } = session.ui;
    await until("that the folder is not trusted", () => statusBar.has("Restricted Mode"));
    await session.ui.command("Argus: Get Token");
    const box = await input.read("Argus: Credential of default");
    assert(box.message.includes(sandbox.url), box.message);
    await input.type(sandbox.apiKey);
    await input.accept();
    await until("the time left", async () => /^default \d min$/.test((await statusBar.read("default")).text));
    await editor.clickLens("Userinfo");
    await until("the user", async () => (await editor.inlineTexts())[0]?.text.includes("myUserName"));
    assert.equal(sandbox.requests.length, 2);
    assert.deepEqual(thief.requests, []);
  });

  it("gets no argus-token in its terminals, whatever the setting", async () => {
    const storage = join(session.dataDir, "User", "globalStorage", "argus-tokens.argus-tokens");
    await until("the extension's files there", () => existsSync(storage));
    assert.equal(existsSync(join(storage, "windows")), false);
    assert.equal(existsSync(join(storage, "bin")), false);
  });
});
