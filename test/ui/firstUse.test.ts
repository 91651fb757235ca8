import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { until } from "../host/until.ts";
import { withSession } from "./suite.ts";

/** Everything a person does the first time; each test continues from the previous one. */
describe("first use", () => {
  const { session, sandbox } = withSession({ deviceScaleFactor: 2 }, { lifetime: 300 });
  before(async () => {
    // Enough for what the README shows.
    await session.ui.page.setViewportSize({ width: 1280, height: 640 });
    await session.ui.openFile("whoami.http");
    await session.ui.command("View: Toggle Primary Side Bar Visibility");
  });

  it("shows lenses above each request, and an invitation in the status bar", async () => {
    const { editor, statusBar } = session.ui;
    const expected = [1, 2].flatMap(() => ["Insert Argus Token", "Introspect", "Userinfo"]);
    await until("the lenses", async () => isDeepStrictEqual(await editor.lenses(), expected));
    assert.equal((await statusBar.read("Argus")).text, "Argus");
  });

  it("Get Token creates the profile in six steps with a masked key, and shows the time left", async () => {
    const { input, statusBar } = session.ui;
    await session.ui.command("Argus: Get Token");
    await input.read("Argus: Add Profile (1/5)");
    await session.ui.screenshot("which-argus");
    await input.pick("Another URL…");
    const steps = [sandbox.url, sandbox.apiKey, sandbox.clientId, undefined, ""];
    for (const [index, answer] of steps.entries()) {
      const box = await input.read(`Argus: Add Profile (${index + 2}/6)`);
      assert.equal(box.masked, index === 1, box.message);
      await session.ui.screenshot(["url", "api-key", "client", "name", "test"][index]!);
      // The name has a default.
      if (answer !== undefined) await input.type(answer);
      await input.accept();
    }
    const item = await until("the time left", async () => {
      const seen = await statusBar.read("default");
      return /^default [45] min$/.test(seen.text) && seen;
    });
    assert.match(item.label, /token live until \d\d:\d\d:\d\d/);
    assert.equal(item.kind, "plain");
  });

  it("the lens inserts the token as the first header, and one undo removes it", async () => {
    const { editor } = session.ui;
    const before = await editor.text();
    await editor.clickLens("default · Insert token");
    const inserted = await until("the header", async () => {
      const text = await editor.text();
      return /^Authorization: Bearer myUserName\//m.test(text) && text;
    });
    assert.equal(inserted.replace(/^Authorization: .*\n/m, ""), before);
    await until("its new lens", async () => /^default · live until \d\d:\d\d$/.test((await editor.lenses())[0] ?? ""));
    await session.ui.page.keyboard.press("ControlOrMeta+z");
    await until("the text as it was", async () => (await editor.text()) === before);
    await session.ui.page.keyboard.press("ControlOrMeta+Shift+z");
    await until("the header again", async () => (await editor.text()) === inserted);
  });

  it("Introspect asks for the client secret once, and answers at the request", async () => {
    const { editor, input } = session.ui;
    await editor.clickLens("Introspect");
    const box = await input.read("Argus: Client Secret of default");
    assert(box.masked);
    await input.type(sandbox.clientSecret);
    await input.accept();
    const answer = await until("the answer", async () => (await editor.inlineTexts())[0]);
    assert.match(answer.text, /^active · until \d\d:\d\d(:\d\d)? · myUserName · 2 scopes$/);
    assert.equal(answer.line, "", "it is not on the blank line below the header");
    await session.ui.screenshot("introspect");
  });

  it("the answer's hover shows all of the JSON, and opens it in a read-only editor", async () => {
    const { editor } = session.ui;
    const hover = await editor.hoverInlineText("active");
    assert.match(await hover.text(), /"token_type": "Bearer"/);
    await session.ui.screenshot("hover");
    await hover.clickLink("Open as JSON");
    await until("the JSON editor", async () => /^introspect .*\.json$/.test(await editor.name()));
    const text = await until("its text", async () => {
      const found = await editor.text();
      return found.includes("myUserName") && found;
    });
    assert.equal((JSON.parse(text) as { active: boolean }).active, true);
    await session.ui.page.keyboard.type("x");
    await session.ui.page.locator(".monaco-editor-overlaymessage").waitFor();
    assert.equal(await editor.text(), text);
    await session.ui.screenshot("json");
    await session.ui.page.keyboard.press("Escape");
    await session.ui.command("View: Close Editor");
    await editor.waitFor("whoami.http");
  });

  it("Userinfo replaces the introspection answer", async () => {
    const { editor } = session.ui;
    await editor.clickLens("Userinfo");
    await until("the user", async () => {
      const texts = await editor.inlineTexts();
      return texts.length === 1 && texts[0]!.text.startsWith("myUserName");
    });
  });

  it("a live token, and its client secret, survive a reload", async () => {
    const calls = sandbox.requests.length;
    // Whether the editor keeps unsaved text and open files is not tested here.
    await session.ui.command("File: Save");
    const file = join(session.folder, "whoami.http");
    await until("the saved header", async () => (await readFile(file, "utf8")).includes("Authorization: Bearer "));
    await session.ui.reload();
    await session.ui.openFile("whoami.http");
    const { editor, statusBar } = session.ui;
    await until("the time left", async () => /^default \d min$/.test((await statusBar.read("default")).text));
    await until("the lens of a request with a token", async () =>
      /^default · live until \d\d:\d\d$/.test((await editor.lenses())[0] ?? ""),
    );
    await editor.clickLens("Introspect");
    await until("the answer", async () => (await editor.inlineTexts())[0]?.text.startsWith("active"));
    assert.equal(sandbox.requests.length, calls + 1);
  });

  it("a click on the status bar opens the actions", async () => {
    const { statusBar, input } = session.ui;
    await statusBar.click("default");
    await input.read(/^Argus: default · live until \d\d:\d\d:\d\d, \d min left$/);
    await input.waitFor("Insert Token into Request", "Copy Token", "Introspect Token of Request", "Sign Out", "More…");
    await session.ui.screenshot("actions");
    await input.cancel();
  });

  it("the status bar warns before the end, then shows the expiry, and the token is not active", async () => {
    const { statusBar, editor } = session.ui;
    sandbox.setLifetime(15);
    await session.ui.command("Argus: Get Token");
    await until("the seconds", async () => /^default \d+ s$/.test((await statusBar.read("default")).text));
    const before = await editor.text();
    await editor.clickLens("default · live until");
    // A question about a header is dropped once another token is in it.
    await until("the new token", async () => (await editor.text()) !== before);
    const warning = await until("the warning", async () => {
      const seen = await statusBar.read("default");
      return seen.kind === "warning" && seen;
    });
    assert.match(warning.text, /^default [1-3] s$/);
    await session.ui.screenshot("last-minute");
    await until("expiry", async () => (await statusBar.read("default")).text === "default expired");
    await editor.clickLens("Introspect");
    await until("the answer", async () =>
      ((await editor.inlineTexts())[0]?.text ?? "").startsWith("not active: this token expired at"),
    );
    await session.ui.screenshot("expired");
  });

  it("a slow call shows progress and can be cancelled, which is not a failure", async () => {
    const { notifications, statusBar } = session.ui;
    sandbox.fail({ kind: "silent" });
    await session.ui.command("Argus: Get Token");
    const title = "Argus: getting a token for default…";
    assert.deepEqual((await notifications.find(title)).buttons, ["Cancel"]);
    assert.equal((await statusBar.read("default")).text, "default");
    await session.ui.screenshot("progress");
    await notifications.click(title, "Cancel");
    await sandbox.seen((request) => request.aborted);
    await until("the end of the notification", async () => (await notifications.all()).length === 0);
    await until("the state as before", async () => (await statusBar.read("default")).text === "default expired");
  });

  it("a refused key is explained in one sentence with a button that helps", async () => {
    const { notifications, input } = session.ui;
    sandbox.fail({ kind: "status", status: 401, message: "The API key has expired" });
    await session.ui.command("Argus: Get Token");
    const notification = await notifications.find("Answer: “The API key has expired”");
    assert.deepEqual(notification.buttons, ["Enter API Key"]);
    await session.ui.screenshot("refused");
    await notifications.click("The API key has expired", "Enter API Key");
    assert((await input.read("Argus: API Key of default")).masked);
    await input.cancel();
  });
});
