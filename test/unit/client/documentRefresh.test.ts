import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogOutputChannel, TextDocument, Uri } from "vscode";
import type { ForeignDocuments } from "../../../client/src/documents/foreignDocuments.ts";
import { DocumentRefresh } from "../../../client/src/edits/documentRefresh.ts";
import type { Sessions } from "../../../client/src/session/session.ts";
import type { Worker } from "../../../client/src/worker/worker.ts";
import type { WorkspaceEdit } from "../../host/standIn/edits.ts";
import { EventEmitter } from "../../host/standIn/events.ts";
import { standIn } from "../../host/standIn/state.ts";
import { languages, TabInputText, window, workspace } from "../../host/standIn/vscode.ts";
import { until } from "../../host/until.ts";

const FOREIGN = "/storage/other/response.http";

function documentOf(uri: string, languageId = "http"): TextDocument {
  const [scheme = ""] = uri.split(":", 1);
  const path = uri.slice(scheme.length + 1).replace(/^\/\/(?=\/)/, "");
  return {
    uri: { scheme, fsPath: path, toString: () => uri } as Partial<Uri> as Uri,
    languageId,
    isClosed: false,
    version: 1,
  } as TextDocument;
}

/** A renewed token of the profile `dev`, and the worker's answer about every document. */
function renew(answer: object) {
  const changed = new EventEmitter<void>();
  const asked: string[] = [];
  const log: string[] = [];
  let accessToken = "me/1";
  const sessions = {
    onDidChange: changed.event,
    held: () => new Map([["dev", { accessToken }]]),
    predecessors: () => [],
  };
  const worker = {
    send: (_: string, { textDocument: { uri } }: { textDocument: { uri: string } }) => {
      asked.push(uri);
      return Promise.resolve(answer);
    },
  };
  const foreign = { has: ({ uri }: TextDocument) => uri.fsPath === FOREIGN } as Partial<ForeignDocuments>;
  const refresh = new DocumentRefresh(
    sessions as unknown as Sessions,
    worker as unknown as Worker,
    foreign as ForeignDocuments,
    { info: (line: string) => void log.push(line) } as Partial<LogOutputChannel> as LogOutputChannel,
  );
  changed.fire();
  accessToken = "me/2";
  changed.fire();
  return { refresh, asked, log };
}

function showInTabs(documents: readonly TextDocument[]): void {
  const tabs = documents.map(({ uri }) => ({ input: Object.assign(new TabInputText(), { uri }) }));
  Object.assign(window, { tabGroups: { all: [{ tabs }] } });
}

describe("auto-refresh of documents", () => {
  const earlier = { tabGroups: window.tabGroups, fs: workspace.fs };
  const { applyEdit, workspaceFolders, getConfiguration } = workspace;
  const { match } = languages;
  beforeEach(() => {
    standIn.reset();
    standIn.set("user", "argus.autoRefresh", "documents");
  });
  afterEach(() => {
    Object.assign(window, { tabGroups: earlier.tabGroups });
    Object.assign(workspace, { fs: earlier.fs, applyEdit, workspaceFolders, getConfiguration });
    Object.assign(languages, { match });
    standIn.reset();
  });

  it("edits a person's documents in tabs, and no other extension's", async () => {
    const persons = ["file:///workspace/a.http", "file:///elsewhere/b.http", "untitled:Untitled-1"];
    const others = [
      `file://${FOREIGN}`,
      "memfs:/response.http",
      "httpyac-response:/exchange.http",
      "git:/workspace/a.http",
      "vscode-notebook-cell:/workspace/a.ipynb",
    ];
    const all = [...persons, ...others].map((uri) => documentOf(uri));
    const hidden = documentOf("file:///workspace/hidden.http");
    const text = documentOf("file:///workspace/a.txt", "plaintext");
    standIn.documents = [...all, hidden, text];
    showInTabs([...all, text]);
    const { refresh, asked } = renew({ ok: false });
    await until("the documents", () => asked.length >= persons.length);
    assert.deepEqual(asked, persons);
    refresh.dispose();
  });

  it("leaves alone what cannot be saved, in a tab in the background, too", async () => {
    const folder = await mkdtemp(join(tmpdir(), "argus-"));
    for (const [name, mode] of [
      ["writable.http", 0o644],
      ["protected.http", 0o444],
      ["seen.http", 0o444],
    ] as const) {
      await writeFile(join(folder, name), "");
      await chmod(join(folder, name), mode);
    }
    const inFolder = (name: string): string => `file://${join(folder, name)}`;
    const editable = [inFolder("writable.http"), inFolder("new.http"), "untitled:Untitled-1", "memfs:/editable.http"];
    const readOnly = [
      inFolder("protected.http"),
      inFolder("by-setting.http"),
      "memfs:/read-only.http",
      "zip:/archived.http",
      inFolder("seen.http"),
    ];
    const documents = [...editable, ...readOnly].map((uri) => documentOf(uri));
    standIn.documents = documents;
    showInTabs(documents);
    const edited: string[] = [];
    const folders = ["memfs:/", "zip:/"].map((uri) => ({ ...workspaceFolders[0], uri: documentOf(uri).uri }));
    Object.assign(workspace, {
      workspaceFolders: folders,
      fs: {
        isWritableFileSystem: (scheme: string) => scheme !== "zip",
        stat: ({ fsPath }: Uri) => Promise.resolve(fsPath === "/read-only.http" ? { permissions: 1 } : {}),
      },
      getConfiguration: (section: string) =>
        section === "files" ? { get: (name: string) => ({ [name]: true, "*.off": false }) } : getConfiguration(section),
      applyEdit: ({ entries }: WorkspaceEdit) =>
        Promise.resolve(edited.push(...entries.map(([uri]) => String(uri))) > 0),
    });
    // Stands for a glob: which of our documents does it match?
    const matched: Record<string, string[]> = {
      readonlyInclude: ["by-setting.http", "new.http"],
      readonlyExclude: ["new.http"],
      "*.off": ["writable.http"],
    };
    Object.assign(languages, {
      match: ({ pattern }: { pattern: string }, { uri }: TextDocument) =>
        Number((matched[pattern] ?? []).some((name) => uri.fsPath.endsWith(name))),
    });
    const seen = documents.at(-1);
    const visible = Object.getOwnPropertyDescriptor(window, "visibleTextEditors")!;
    const editor = { document: seen, edit: () => Promise.resolve(edited.push(String(seen?.uri)) > 0) };
    Object.defineProperty(window, "visibleTextEditors", { get: () => [editor], configurable: true });

    const start = { line: 0, character: 0 };
    const edits = [{ range: { start, end: start }, newText: "x" }];
    const { refresh, log } = renew({ ok: true, value: { version: 1, edits } });
    try {
      await until("all documents", () => edited.length + log.length >= documents.length);
      assert.deepEqual(edited, editable);
      assert(log.every((line) => line.includes("read-only")));
    } finally {
      refresh.dispose();
      Object.defineProperty(window, "visibleTextEditors", visible);
      await rm(folder, { recursive: true });
    }
  });
});
