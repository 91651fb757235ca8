import assert from "node:assert/strict";
import type { LogOutputChannel, TextDocument, Uri } from "vscode";
import type { ForeignDocuments } from "../../../client/src/documents/foreignDocuments.ts";
import { DocumentRefresh } from "../../../client/src/edits/documentRefresh.ts";
import type { Sessions } from "../../../client/src/session/session.ts";
import type { Worker } from "../../../client/src/worker/worker.ts";
import { EventEmitter } from "../../host/standIn/events.ts";
import { standIn } from "../../host/standIn/state.ts";
import { TabInputText, window, workspace } from "../../host/standIn/vscode.ts";
import { until } from "../../host/until.ts";

const FOREIGN = "/storage/other/response.http";

function documentOf(uri: string, languageId = "http"): TextDocument {
  const [scheme = ""] = uri.split(":", 1);
  const path = uri.slice(scheme.length + 1).replace(/^\/\/(?=\/)/, "");
  return {
    uri: { scheme, fsPath: path, toString: () => uri } as Partial<Uri> as Uri,
    languageId,
    isClosed: false,
  } as TextDocument;
}

describe("auto-refresh of documents", () => {
  const earlier = { tabGroups: window.tabGroups, fs: workspace.fs };
  afterEach(() => {
    Object.assign(window, { tabGroups: earlier.tabGroups });
    Object.assign(workspace, { fs: earlier.fs });
    standIn.reset();
  });

  it("edits a person's documents in tabs, and no other extension's", async () => {
    standIn.reset();
    standIn.set("user", "argus.autoRefresh", "documents");
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
    const tabs = [...all, text].map(({ uri }) => ({ input: Object.assign(new TabInputText(), { uri }) }));
    Object.assign(window, { tabGroups: { all: [{ tabs }] } });
    Object.assign(workspace, { fs: { isWritableFileSystem: (scheme: string) => scheme !== "git" } });

    const changed = new EventEmitter<void>();
    let accessToken = "me/1";
    const sessions = {
      onDidChange: changed.event,
      held: () => new Map([["dev", { accessToken }]]),
      predecessors: () => [],
    };
    const asked: string[] = [];
    const worker = {
      send: (_: string, { textDocument: { uri } }: { textDocument: { uri: string } }) => {
        asked.push(uri);
        return Promise.resolve({ ok: false });
      },
    };
    const foreign = { has: ({ uri }: TextDocument) => uri.fsPath === FOREIGN } as Partial<ForeignDocuments>;
    const refresh = new DocumentRefresh(
      sessions as unknown as Sessions,
      worker as unknown as Worker,
      foreign as ForeignDocuments,
      {} as LogOutputChannel,
    );
    changed.fire();
    accessToken = "me/2";
    changed.fire();
    await until("the documents", () => asked.length >= persons.length);
    assert.deepEqual(asked, persons);
    refresh.dispose();
  });
});
