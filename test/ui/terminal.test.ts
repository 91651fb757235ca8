import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "../host/until.ts";
import { profileOf, withSession } from "./suite.ts";

/** Since 1.103, the server from npm includes what a terminal needs. */
const HAS_TERMINALS = !process.env["ARGUS_VSCODE"]?.startsWith("1.100") && process.env["ARGUS_VSCODE"] !== "oldest";

describe("a person at a terminal", () => {
  before(function () {
    if (!HAS_TERMINALS) this.skip();
  });
  const { session, sandbox } = withSession((sandbox) => ({
    settings: { ...profileOf(sandbox), "terminal.integrated.defaultProfile.linux": "bash" },
  }));
  before(async () => {
    await session.ui.openFile("whoami.http");
  });

  let count = 0;
  /** Types a line into the focused terminal; returns a function that waits for its output and exit code. */
  async function type(line: string): Promise<() => Promise<string>> {
    count += 1;
    const file = join(session.dataDir, `typed-${count}.txt`);
    const { page } = session.ui;
    await page.locator(".terminal.xterm:visible").first().click();
    await page.keyboard.type(`(${line}; echo $?) > ${file}.new 2>&1; mv ${file}.new ${file}`);
    await page.keyboard.press("Enter");
    return () => until(`the end of ${line}`, () => readFile(file, "utf8").catch(() => undefined));
  }

  async function allow(screenshot: string): Promise<string> {
    const dialog = session.ui.page.locator(".monaco-dialog-box");
    await dialog.waitFor();
    const text = await dialog.innerText();
    await session.ui.screenshot(screenshot);
    await dialog.getByRole("button", { name: "Allow for This Terminal" }).click();
    await dialog.waitFor({ state: "hidden" });
    return text;
  }

  it("gets a token after allowing it in the window, and again in the same terminal after a reload", async () => {
    const { input, statusBar, page } = session.ui;
    await session.ui.command("Argus: Get Token");
    await input.enterKey(sandbox.apiKey);
    await until("the time left", async () => /^default \d min$/.test((await statusBar.read("default")).text));
    await session.ui.command("Terminal: Create New Terminal");
    await page.locator(".terminal.xterm").first().waitFor();

    const first = await type("echo $$; argus-token");
    const question = await allow("terminal-consent");
    assert.match(question, /The terminal “bash” is asking for the Argus token of the profile “default”\./);
    const [shell, token, code] = (await first()).split("\n");
    assert.match(token ?? "", /^myUserName\//);
    assert.equal(code, "0");
    assert.equal(sandbox.requests.length, 1);

    // The new window knows nothing of the old one's answer. A page that is reloaded within seconds has not saved yet that
    // the file, which starts the extension, and the panel are open.
    await session.ui.reload();
    await session.ui.openFile("whoami.http");
    await session.ui.command("Terminal: Focus on Terminal View");
    await page.locator(".terminal.xterm:visible").first().waitFor();
    await until("the new window", async () => (await (await type("argus-token --no-prompt"))()).endsWith("\n4\n"));
    const again = await type("echo $$; argus-token");
    await allow("terminal-consent-after-reload");
    assert.deepEqual((await again()).split("\n").slice(0, 3), [shell, token, "0"]);
    assert.equal(sandbox.requests.length, 1, "the token is the one from before");
  });
});
