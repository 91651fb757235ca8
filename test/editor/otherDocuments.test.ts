import assert from "node:assert/strict";
import {
  commands,
  Disposable,
  EventEmitter,
  type FileChangeEvent,
  FilePermission,
  type FileStat,
  type FileSystemProvider,
  FileType,
  NotebookCellData,
  NotebookCellKind,
  NotebookData,
  Selection,
  type TextDocument,
  Uri,
  ViewColumn,
  window,
  workspace,
} from "vscode";
import { addProfile, run, tokenIn, until, useExtension } from "./setup.ts";

const REQUEST = "GET https://example.com/a\n";

/** A file system in memory with one folder. */
class MemoryFiles implements FileSystemProvider {
  readonly files = new Map<string, Uint8Array>();
  readonly #changed = new EventEmitter<FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #permissions: FilePermission | undefined;

  constructor(permissions?: FilePermission) {
    this.#permissions = permissions;
  }

  watch(): Disposable {
    return new Disposable(() => undefined);
  }

  stat({ path }: Uri): FileStat {
    const file = this.files.get(path);
    const times = { ctime: 0, mtime: file?.length ?? 0, size: file?.length ?? 0 };
    const permissions = this.#permissions === undefined ? {} : { permissions: this.#permissions };
    return file === undefined
      ? { type: FileType.Directory, ...times }
      : { type: FileType.File, ...times, ...permissions };
  }

  readFile({ path }: Uri): Uint8Array {
    return this.files.get(path) ?? new Uint8Array();
  }

  writeFile({ path }: Uri, content: Uint8Array): void {
    this.files.set(path, content);
  }

  readDirectory(): [string, FileType][] {
    return [];
  }

  createDirectory(): void {
    throw new Error("there is one folder");
  }

  delete(): void {
    throw new Error("files stay");
  }

  rename(): void {
    throw new Error("files stay");
  }
}

describe("another kind of document", () => {
  const setup = useExtension();
  const parts: Disposable[] = [];
  beforeEach(async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey]);
  });
  afterEach(() => {
    for (const part of parts.splice(0)) part.dispose();
  });

  /** Opens a file of a file system for this test. */
  async function openIn(scheme: string, files: MemoryFiles, isReadonly = false): Promise<TextDocument> {
    parts.push(workspace.registerFileSystemProvider(scheme, files, { isReadonly, isCaseSensitive: true }));
    files.files.set("/a.http", Buffer.from(REQUEST));
    const document = await workspace.openTextDocument(Uri.parse(`${scheme}:/a.http`));
    await window.showTextDocument(document);
    return document;
  }

  /** No command edits the document, and each says so. */
  async function assertRefused(document: TextDocument): Promise<void> {
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.insertToken", document.uri.toString(), 0), false);
    assert.equal(document.getText(), REQUEST);
    assert.equal(document.isDirty, false);
    assert.match(person.messages.map(({ text }) => text).join("\n"), /^This document is read-only/);
  }

  it("as a notebook's cell gets the token in that cell alone", async () => {
    const cells = [REQUEST, "GET https://example.com/b\n"].map(
      (text) => new NotebookCellData(NotebookCellKind.Code, text, "http"),
    );
    const notebook = await workspace.openNotebookDocument("jupyter-notebook", new NotebookData(cells));
    await window.showNotebookDocument(notebook);
    const [first, second] = notebook.getCells().map(({ document }) => document);
    await until("the cells", () => window.visibleTextEditors.some(({ document }) => document === second));
    assert.equal(await run("argus.insertToken", second!.uri.toString(), 0), true);
    assert(tokenIn(second!));
    assert.equal(first!.getText(), REQUEST);
    assert.equal(await run("argus.userinfo", second!.uri.toString(), 0), true);
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("in a diff editor gets the token on the side that can be edited, and the other side is refused", async () => {
    const provider = { provideTextDocumentContent: () => REQUEST };
    parts.push(workspace.registerTextDocumentContentProvider("argus-test-before", provider));
    const now = await setup.open(`${REQUEST}X-New: 1\n`);
    await commands.executeCommand("workbench.action.closeAllEditors");
    const before = Uri.parse("argus-test-before:/before.http");
    await commands.executeCommand("vscode.diff", before, now.uri, "before and now");
    await until("both sides", () => window.visibleTextEditors.length === 2);
    assert.equal(await run("argus.insertToken", now.uri.toString(), 0), true);
    const document = workspace.textDocuments.find(({ uri }) => uri.toString() === now.uri.toString());
    assert(document && tokenIn(document));
    const other = workspace.textDocuments.find(({ uri }) => uri.toString() === before.toString());
    assert(other);
    await assertRefused(other);
    await document.save();
  });

  it("that is open in two editors gets one header, and both keep their cursors", async () => {
    const document = await setup.open(`${REQUEST}\n###\nGET https://example.com/b\n`);
    const one = await window.showTextDocument(document, ViewColumn.One);
    const two = await window.showTextDocument(document, ViewColumn.Two);
    one.selections = [new Selection(3, 4, 3, 4)];
    two.selections = [new Selection(0, 2, 0, 2)];
    assert.equal(await run("argus.insertToken"), true);
    assert.equal(document.getText().match(/^Authorization:/gm)?.length, 1);
    assert.match(document.getText(), /\/a\nAuthorization: Bearer \S+\n/);
    await until("the cursors", () => one.selection.active.line === 4 && two.selection.active.line === 0);
    assert.equal(await run("argus.getToken"), true);
    assert.equal(await run("argus.refreshTokens", document.uri.toString()), true);
    assert.equal(document.getText().match(/^Authorization:/gm)?.length, 1);
  });

  it("with several cursors gets the token in the request of the first one", async () => {
    const document = await setup.open(`${REQUEST}\n###\nGET https://example.com/b\n\n###\nGET https://example.com/c\n`);
    const editor = window.activeTextEditor!;
    editor.selections = [3, 0, 6].map((line) => new Selection(line, 1, line, 1));
    assert.equal(await run("argus.insertToken"), true);
    assert.match(document.getText(), /^GET \S+\/a\n\n###\nGET \S+\/b\nAuthorization: Bearer \S+\n\n###\nGET \S+\/c\n$/);
    assert.equal(window.activeTextEditor!.selections.length, 3);
  });

  it("in a virtual file system gets the token, and can be saved with it", async () => {
    const files = new MemoryFiles();
    const document = await openIn("argus-test-files", files);
    assert.equal(await run("argus.insertToken", document.uri.toString(), 0), true);
    assert(await document.save());
    assert.match(Buffer.from(files.files.get("/a.http")!).toString(), /\nAuthorization: Bearer \S+\n$/);
  });

  it("in a read-only file system is refused", async () => {
    await assertRefused(await openIn("argus-test-fixed", new MemoryFiles(), true));
  });

  it("that may not be saved is refused with a sentence", async () => {
    const files = new MemoryFiles(FilePermission.Readonly);
    const document = await openIn("argus-test-locked", files);
    const person = setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.insertToken", document.uri.toString(), 0), false);
    assert.match(person.messages[0]?.text ?? "", /This document is read-only/);
    assert.equal(document.getText(), REQUEST);
    assert.equal(document.isDirty, false);
  });

  it("of over 50 MB, which VS Code gives to no extension, is refused", async () => {
    const uri = Uri.joinPath(workspace.workspaceFolders![0]!.uri, "large.http");
    await workspace.fs.writeFile(uri, Buffer.alloc(51 * 1024 * 1024, `${REQUEST}\n###\n`));
    try {
      await commands.executeCommand("vscode.open", uri);
      for (const args of [[], [uri.toString(), 0]]) {
        const person = setup.person([setup.sandbox.apiKey]);
        assert.equal(await run("argus.insertToken", ...args), false);
        assert.match(person.messages.map(({ text }) => text).join("\n"), /50 MB/);
      }
    } finally {
      await commands.executeCommand("workbench.action.closeAllEditors");
      await workspace.fs.delete(uri);
    }
  });

  it("that changes on disk while the token is fetched gets it in the same request", async () => {
    const document = await setup.open(`### A\n${REQUEST}\n### B\nGET https://example.com/b\n`);
    assert.equal(await run("argus.setCredential", "default", "apiKey"), true);
    assert.equal(await run("argus.signOut"), true);
    let retry: (() => void) | undefined;
    setup.person([setup.sandbox.apiKey], [], (text) =>
      text.includes("not available") ? new Promise((resolve) => (retry = () => resolve("Try Again"))) : undefined,
    );
    setup.sandbox.fail({ kind: "status", status: 503, retryAfter: 60 });
    assert.equal(await run("argus.insertToken", document.uri.toString(), 4), false);
    await workspace.fs.writeFile(document.uri, Buffer.from(`# one more line\n${document.getText()}`));
    await until("the file's text", () => document.getText().startsWith("# one more line"));
    retry?.();
    await until("the token", () => tokenIn(document));
    assert.match(
      document.getText(),
      /^# one more line\n### A\nGET \S+\n\n### B\nGET \S+\/b\nAuthorization: Bearer \S+\n$/,
    );
  });

  it("that is deleted on disk while the token is fetched keeps its text, or is refused with a sentence", async () => {
    const document = await setup.open(REQUEST);
    const person = setup.person([setup.sandbox.apiKey]);
    const inserting = run("argus.insertToken", document.uri.toString(), 0);
    await workspace.fs.delete(document.uri);
    const isDone = await inserting;
    assert.equal(isDone, tokenIn(document) !== undefined);
    assert(isDone || person.messages.length > 0);
  });
});
