import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { commands, type TextDocument, Uri, window, workspace, WorkspaceEdit } from "vscode";
import { addProfile, run, tokenIn, useExtension } from "./setup.ts";
import { newFolder, openIn } from "./trackedFiles.ts";

async function textOnDisk({ uri }: TextDocument): Promise<string> {
  return Buffer.from(await workspace.fs.readFile(uri)).toString();
}

interface Row {
  label: string;
  description: string;
  picked: boolean;
}

/** Replaces the search of files in old hosts, which finds nothing here. */
async function withSearch(): Promise<void> {
  if ((await workspace.findFiles("**/*.http")).length > 0) return;
  const findFiles = async (): Promise<Uri[]> => {
    const root = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
    const names = await readdir(root, { recursive: true });
    return names.filter((name) => /\.(?:http|rest)$/.test(name)).map((name) => Uri.file(join(root, name)));
  };
  Object.assign(workspace, { findFiles });
}

describe("tokens in the workspace", () => {
  const setup = useExtension();
  const { findFiles } = workspace;
  before(withSearch);
  after(() => Object.assign(workspace, { findFiles }));
  const original = { ...window };
  let folder: Uri;
  let lists: Row[][];
  /** Answers the list with the rows that stay picked. */
  const answer = (pick: (row: Row) => boolean, meanwhile = (): Promise<void> => Promise.resolve()): void => {
    Object.assign(window, {
      showQuickPick: async (rows: Row[], options: { canPickMany: boolean }) => {
        assert(options.canPickMany);
        lists.push(rows);
        await meanwhile();
        return rows.filter(pick);
      },
    });
  };

  beforeEach(async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey]);
    folder = await newFolder();
    lists = [];
  });
  afterEach(() => Object.assign(window, { showQuickPick: original.showQuickPick }));

  const isMine = ({ label }: Row): boolean => label.includes(folder.path.split("/").at(-1) ?? "?");

  /** Opens a file, inserts a token and saves it. @returns its bytes */
  const savedWithToken = async (): Promise<Buffer> => {
    const open = await openIn(folder, "open.http", "GET https://example.com/a\n");
    assert.equal(await run("argus.insertToken", open.uri.toString(), 0), true);
    assert(await open.save());
    return Buffer.from(open.getText());
  };

  it("are removed although each file that is opened closes another", async function () {
    this.timeout(300_000);
    const text = await savedWithToken();
    // As many as are edited at once.
    const others = Array.from({ length: 39 }, (_, number) => Uri.joinPath(folder, `many-${number}.http`));
    const fillers = Array.from({ length: 130 }, (_, number) => Uri.joinPath(folder, `filler-${number}.txt`));
    for (const uri of [...others, ...fillers]) await workspace.fs.writeFile(uri, text);
    answer(isMine, async () => {
      for (const uri of fillers) await workspace.openTextDocument(uri);
      const documents: TextDocument[] = [];
      for (const uri of others) documents.push(await workspace.openTextDocument(uri));
      const more = fillers.values();
      const openMore = async (): Promise<void> => {
        const { value } = more.next();
        assert(value, "VS Code should have closed documents by now");
        await workspace.openTextDocument(value);
      };
      while (!documents.some(({ isClosed }) => isClosed)) await openMore();
      // VS Code closes 10 at a time, so that it does again before 10 are open again.
      for (let count = 0; count < 5; count += 1) await openMore();
    });
    const person = setup.person();
    assert.equal(await run("argus.removeTokensInWorkspace"), true);
    assert.equal(person.messages[0]?.text, "Removed 40 tokens from 40 files.");
    for (const uri of others)
      assert.equal(Buffer.from(await workspace.fs.readFile(uri)).toString(), "GET https://example.com/a\n");
  });

  it("are removed from the picked files, which are saved unless they had other changes", async () => {
    const clean = "GET https://example.com/a\n";
    const open = await openIn(folder, "open.http", clean);
    assert.equal(await run("argus.insertToken", open.uri.toString(), 0), true);
    const inserted = open.getText();
    const token = tokenIn(open);
    assert(await open.save());
    const closed = Uri.joinPath(folder, "closed.rest");
    await workspace.fs.writeFile(closed, Buffer.from(`@mine = ${token}\n${inserted}`));
    await workspace.fs.writeFile(Uri.joinPath(folder, "clean.http"), Buffer.from(clean));
    const kept = await openIn(folder, "kept.http", inserted);
    const dirty = await openIn(folder, "dirty.http", inserted);
    const edit = new WorkspaceEdit();
    edit.insert(dirty.uri, dirty.positionAt(0), "# typed\n");
    assert(await workspace.applyEdit(edit));

    answer((row) => isMine(row) && !row.label.endsWith("kept.http"));
    const person = setup.person();
    assert.equal(await run("argus.removeTokensInWorkspace"), true);
    const rows = (lists[0] ?? []).filter(isMine);
    assert.deepEqual(
      rows.map(({ label, description, picked }) => [label.split("/").at(-1), description, picked]),
      [
        ["closed.rest", "2 tokens", true],
        ["dirty.http", "1 token", true],
        ["kept.http", "1 token", true],
        ["open.http", "1 token", true],
      ],
    );
    assert.equal(Buffer.from(await workspace.fs.readFile(closed)).toString(), clean);
    assert.equal(await textOnDisk(open), clean);
    assert.equal(await textOnDisk(kept), inserted);
    assert.equal(dirty.getText(), `# typed\n${clean}`);
    assert.equal(await textOnDisk(dirty), inserted);
    assert.match(person.messages[0]?.text ?? "", /^Removed 4 tokens from 3 files\. Not saved because .*dirty\.http\.$/);
    assert(await dirty.save());
  });

  it("are removed from more files than VS Code keeps open", async function () {
    this.timeout(300_000);
    const text = await savedWithToken();
    const others = Array.from({ length: 65 }, (_, number) => Uri.joinPath(folder, `many-${number}.http`));
    for (const uri of others) await workspace.fs.writeFile(uri, text);
    answer(isMine);
    const person = setup.person();
    assert.equal(await run("argus.removeTokensInWorkspace"), true);
    assert.equal(person.messages[0]?.text, "Removed 66 tokens from 66 files.");
    for (const uri of others)
      assert.equal(Buffer.from(await workspace.fs.readFile(uri)).toString(), "GET https://example.com/a\n");
  });

  it("are kept if no file is picked, and restored by one undo", async () => {
    const document = await openIn(folder, "one.http", "GET https://example.com/a\n");
    assert.equal(await run("argus.insertToken", document.uri.toString(), 0), true);
    const inserted = document.getText();
    assert(await document.save());
    answer(() => false);
    assert.equal(await run("argus.removeTokensInWorkspace"), false);
    assert.equal(document.getText(), inserted);
    answer(isMine);
    assert.equal(await run("argus.removeTokensInWorkspace"), true);
    assert.equal(await textOnDisk(document), "GET https://example.com/a\n");
    await window.showTextDocument(document);
    await commands.executeCommand("undo");
    assert.equal(document.getText(), inserted);
  });
});
