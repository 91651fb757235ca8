import assert from "node:assert/strict";
import { chmod } from "node:fs/promises";
import {
  authentication,
  commands,
  ConfigurationTarget,
  Position,
  Selection,
  window,
  workspace,
  WorkspaceEdit,
} from "vscode";
import { workerPid } from "./processes.ts";
import { addProfile, run, tokenIn, until, useExtension } from "./setup.ts";
import { newFolder, openIn } from "./trackedFiles.ts";

async function setAutoRefresh(value: "session" | "documents" | undefined): Promise<void> {
  await workspace.getConfiguration("argus").update("autoRefresh", value, ConfigurationTarget.Global);
}

describe("auto-refresh", () => {
  const setup = useExtension();
  beforeEach(async () => {
    await addProfile(setup.sandbox);
    setup.sandbox.setLifetime(2);
  });
  afterEach(() => setAutoRefresh(undefined));

  it("renews the token before it expires, until Sign Out, without asking", async () => {
    await setAutoRefresh("session");
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    await until("two renewals", () => setup.sandbox.requests.length >= 3);
    assert.equal(person.boxes.length, 1);
    assert.equal(await run("argus.signOut"), true);
    const { length } = setup.sandbox.requests;
    await run("argus.restartWorker");
    assert(setup.sandbox.requests.length <= length + 1, "a call that was under way, and no more");
    assert.deepEqual(person.messages, []);
  });

  it("is off by default", async () => {
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    const end = Date.now() + 2500;
    await until("the expiry", () => Date.now() > end);
    assert.equal(setup.sandbox.requests.length, 1);
    assert.deepEqual(person.messages, []);
  });

  it("waits for an answer as long as the time limit allows, as does a session request", async () => {
    await setAutoRefresh("session");
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    const pid = workerPid();
    setup.sandbox.setLifetime(300);
    setup.sandbox.fail({ kind: "late", ms: 11_000 });
    await setup.sandbox.seen(() => setup.sandbox.requests.length === 2);
    const session = authentication.getSession("argus", ["profile:default"], { silent: true });
    const [account] = await until("the renewed token", async () => {
      const accounts = await authentication.getAccounts("argus");
      return accounts.length > 0 && accounts;
    });
    assert.equal(account?.id, "default");
    await session;
    assert.equal(workerPid(), pid, "the worker was killed");
    assert.equal(setup.sandbox.requests.length, 3, "the renewal, then its user");
    assert.deepEqual(person.messages, []);
  });

  it("stops with one notification after a permanent failure, and continues after Get Token", async () => {
    await setAutoRefresh("session");
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    setup.sandbox.fail({ kind: "status", status: 401 }, 3);
    await until("the notification", () => person.messages.length > 0);
    assert.match(person.messages[0]?.text ?? "", /^Auto-refresh of “default” stopped at \d\d:\d\d\. /);
    const { length } = setup.sandbox.requests;
    const end = Date.now() + 2500;
    await until("some time", () => Date.now() > end);
    assert.equal(setup.sandbox.requests.length, length);
    assert.equal(person.messages.length, 1);
    setup.sandbox.recover();
    assert.equal(await run("argus.getToken"), true);
    await until("a renewal", () => setup.sandbox.requests.length >= length + 2);
  });

  it("updates open documents: cursor kept, one undo step, nothing saved, other tokens untouched", async () => {
    await setAutoRefresh("documents");
    setup.sandbox.setLifetime(300);
    setup.person([setup.sandbox.apiKey]);
    const other = "\n\n###\nGET /two\nAuthorization: Bearer other\n";
    const document = await setup.open(`GET /one${other}`);
    assert.equal(await run("argus.insertToken", document.uri.toString(), 0), true);
    assert(await document.save());
    const before = tokenIn(document);
    const text = document.getText();
    const editor = window.activeTextEditor;
    assert(editor);
    const at = (character: number): Selection => new Selection(new Position(1, character), new Position(1, character));
    const end = document.lineAt(1).text.length;
    const kept = [at(end), at(30), at(3), new Selection(5, 0, 5, 4)];
    editor.selections = kept;
    await until("the cursors", () => editor.selections.length === kept.length);
    assert.equal(await run("argus.getToken"), true);
    await until("the new token", () => tokenIn(document) !== before);
    assert.equal(tokenIn(document, 1), "other");
    assert.equal(document.isDirty, true);
    // Tokens differ in length.
    kept[0] = at(document.lineAt(1).text.length);
    await until("the cursors", () => editor.selections.every((selection, index) => selection.isEqual(kept[index]!)));
    await commands.executeCommand("undo");
    assert.equal(document.getText(), text);
  });

  it("updates documents in tabs in the background, unless a setting or a permission makes them read-only", async () => {
    await setAutoRefresh("documents");
    setup.sandbox.setLifetime(300);
    setup.person([setup.sandbox.apiKey]);
    const first = await setup.open("GET /one\n");
    assert.equal(await run("argus.insertToken", first.uri.toString(), 0), true);
    const [folder, text] = [await newFolder(), first.getText()];
    const [setting, permission, last] = [
      await openIn(folder, "setting.http", text),
      await openIn(folder, "permission.http", text),
      await openIn(folder, "last.http", text),
    ];
    await chmod(permission.uri.fsPath, 0o444);
    const files = workspace.getConfiguration("files");
    await files.update("readonlyInclude", { "**/setting.http": true }, ConfigurationTarget.Global);
    try {
      await setup.open("GET /front\n");
      assert(!window.visibleTextEditors.some(({ document }) => document === last), "not in the background");
      assert.equal(await run("argus.getToken"), true);
      await until("the new tokens", () => [first, last].every((document) => document.getText() !== text));
      for (const document of [setting, permission]) {
        assert.equal(document.getText(), text);
        assert.equal(document.isDirty, false);
      }
    } finally {
      await files.update("readonlyInclude", undefined, ConfigurationTarget.Global);
    }
  });

  it("edits one line for a variable, even while someone types", async () => {
    await setAutoRefresh("documents");
    setup.sandbox.setLifetime(300);
    setup.person([setup.sandbox.apiKey]);
    const document = await setup.open("GET /one\n");
    assert.equal(await run("argus.insertToken", document.uri.toString(), 0, "variable"), true);
    const before = document.lineAt(0).text;
    const getting = run("argus.getToken");
    for (let typed = 0; typed < 20;) {
      const edit = new WorkspaceEdit();
      edit.insert(document.uri, new Position(document.lineCount, 0), "# x\n");
      // VS Code refuses an edit of an older version: the token may be replaced at this moment.
      if (await workspace.applyEdit(edit)) typed += 1;
    }
    assert(await getting);
    await until("the new token", () => document.lineAt(0).text !== before);
    assert.match(
      document.getText(),
      /^@argusToken = myUserName\/\S+\nGET \/one\nAuthorization: Bearer \{\{argusToken\}\}\n(# x\n){20}$/,
    );
  });
});
