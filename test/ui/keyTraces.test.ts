import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { until } from "../host/until.ts";
import { profileOf, withSession } from "./suite.ts";
import { clickAway } from "./waiting.ts";

/** How long to wait for a dialog to close before clicking again, in ms. */
const PATIENCE = 2000;
const STORE = "Argus: Store API Key of Request in a Profile";

/** A key from a file also ends up elsewhere on disk; this looks at the disk itself. */
describe("an API key that is moved from a document into a profile", () => {
  const { session, sandbox } = withSession((sandbox) => ({
    settings: {
      ...profileOf(sandbox),
      // However fast the second save is, it adds a copy and does not replace the one with the key.
      "workbench.localHistory.mergeWindow": 0,
      "files.autoSave": "off",
    },
  }));

  /** The files that contain the key, in the folder and in the editor's own data. */
  async function traces(): Promise<string[]> {
    const root = join(session.folder, "..");
    // A folder that the editor deletes meanwhile ends the listing.
    const list = () => readdir(root, { recursive: true, withFileTypes: true }).catch(() => undefined);
    const names = await until("a listing of the disk", list);
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const found = await Promise.all(
      files.map(async (file) => ((await readFile(file).catch(() => "")).includes(sandbox.apiKey) ? [file] : [])),
    );
    return found.flat().map((file) => relative(root, file));
  }

  async function press(question: RegExp, button: string): Promise<void> {
    const box = session.ui.page.locator(".monaco-dialog-box").filter({ hasText: question });
    await box.waitFor();
    await clickAway(box.getByRole("button", { name: button, exact: true }), box, PATIENCE);
  }

  async function store(): Promise<void> {
    const { ui } = session;
    await ui.command(STORE);
    await ui.input.pick("default");
  }

  it("leaves no trace once the file is saved, if no copy was made before", async () => {
    const { ui } = session;
    const file = join(session.folder, "fresh.http");
    await writeFile(file, `GET https://example.com/a\nArgus-API-Key: ${sandbox.apiKey}\n`);
    await ui.openFile("fresh.http");
    await store();
    await press(/Save “fresh\.http” now/, "Save");
    await ui.notifications.find(
      /The API key was stored for “default” and removed from this file.*Local History.*revoke the key/,
    );
    assert.doesNotMatch(await readFile(file, "utf8"), /Argus-API-Key/);
    await until("no trace on the disk", async () => (await traces()).length === 0);
    await ui.notifications.dismiss("The API key was stored");
  });

  it("stays in Local History, as the message says, until its button deletes that", async () => {
    const { ui } = session;
    await writeFile(join(session.folder, "edited.http"), "GET https://example.com/b\n");
    await ui.openFile("edited.http");
    await ui.editor.clickText("example.com");
    await ui.page.keyboard.press("End");
    await ui.page.keyboard.type(`\nArgus-API-Key: ${sandbox.apiKey}`);
    await ui.page.keyboard.press("Escape");
    await ui.page.keyboard.press("ControlOrMeta+S");
    await until("a copy in the history", async () => (await traces()).some((file) => file.includes("History")));
    await store();
    await press(/Save “edited\.http” now/, "Save");
    await ui.notifications.find(/Local History and git can still have it/);
    await until("no other trace", async () => (await traces()).every((file) => file.includes("History")));
    assert.equal((await traces()).length, 1);
    await ui.notifications.click("The API key was stored", "Delete Local History…");
    await press(/delete all entries of all files in local history/, "Delete All");
    await until("no trace on the disk", async () => (await traces()).length === 0);
  });

  it("disappears from the backup of a document that was never saved", async () => {
    const { ui } = session;
    await ui.command("Argus: Open Example Request");
    await until("the example", async () => (await ui.editor.text()).includes("GET "));
    await ui.editor.clickText("Accept");
    await ui.page.keyboard.press("End");
    await ui.page.keyboard.type(`\nArgus-API-Key: ${sandbox.apiKey}`);
    await ui.page.keyboard.press("Escape");
    await until("a backup", async () => (await traces()).some((file) => file.includes("Backups")));
    await store();
    await ui.notifications.find(/The API key was stored for “default” and removed from this file/);
    await until("no trace on the disk", async () => (await traces()).length === 0);
  });

  it("is reported as still on disk if the person does not save", async () => {
    const { ui } = session;
    const file = join(session.folder, "unsaved.http");
    await writeFile(file, `GET https://example.com/c\nArgus-API-Key: ${sandbox.apiKey}\n`);
    await ui.openFile("unsaved.http");
    await store();
    await press(/Save “unsaved\.http” now/, "Cancel");
    await ui.notifications.find(/it stays on disk until you save this file/);
    assert.match(await readFile(file, "utf8"), /Argus-API-Key/);
  });
});
