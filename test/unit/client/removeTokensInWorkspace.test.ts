import assert from "node:assert/strict";
import { removeTokensInWorkspace } from "../../../client/src/edits/removeTokensInWorkspace.ts";
import type { Worker } from "../../../client/src/worker/worker.ts";
import type { WorkspaceEdit } from "../../host/standIn/edits.ts";
import { standIn } from "../../host/standIn/state.ts";
import { window, workspace } from "../../host/standIn/vscode.ts";

/** VS Code closes all but the last 50 or 60 documents that no editor shows. */
const KEPT_OPEN = 50;

const FILES = 130;

interface OpenFile {
  uri: { scheme: string; toString(): string };
  languageId: string;
  version: number;
  isClosed: boolean;
  isDirty: boolean;
  save: () => Promise<boolean>;
}

describe("tokens in many files of a workspace", () => {
  const { findFiles, openTextDocument, applyEdit, getConfiguration, fs } = workspace;
  const { showQuickPick } = window;
  const names = Array.from({ length: FILES }, (_, number) => `untitled:/many/${String(number).padStart(3, "0")}.http`);
  let tokens: Map<string, number>;
  let open: OpenFile[];
  let undoSteps: number;
  let saved: string[];

  beforeEach(() => {
    standIn.reset();
    [tokens, open, undoSteps, saved] = [new Map(names.map((name) => [name, 1])), [], 0, []];
    const uriOf = (name: string) => ({ scheme: name.slice(0, name.indexOf(":")), toString: () => name });
    Object.assign(workspace, {
      getConfiguration: () => ({ get: () => undefined }),
      findFiles: () => Promise.resolve(names.map(uriOf)),
      openTextDocument(uri: OpenFile["uri"]) {
        const known = open.find((each) => String(each.uri) === String(uri));
        if (known !== undefined) return Promise.resolve(known);
        const file: OpenFile = {
          ...{ uri, languageId: "http", version: 1, isClosed: false, isDirty: false },
          save: () => Promise.resolve(saved.push(String(uri)) > 0),
        };
        open.push(file);
        for (const each of open.splice(0, open.length - KEPT_OPEN)) each.isClosed = true;
        return Promise.resolve(file);
      },
      applyEdit({ entries }: WorkspaceEdit) {
        undoSteps += 1;
        for (const [uri] of entries) {
          const file = open.find((each) => String(each.uri) === String(uri));
          assert(file !== undefined, "an edit of a closed document");
          file.version += 1;
          tokens.delete(String(uri));
        }
        return Promise.resolve(true);
      },
    });
    Object.assign(window, { showQuickPick: (rows: object[]) => Promise.resolve(rows) });
  });
  afterEach(() => {
    Object.assign(workspace, { findFiles, openTextDocument, applyEdit, getConfiguration, fs });
    Object.assign(window, { showQuickPick });
    standIn.reset();
  });

  const send = (_: string, { textDocument: { uri } }: { textDocument: { uri: string } }): Promise<object> => {
    const count = tokens.get(uri) ?? 0;
    const start = { line: 0, character: 0 };
    const edits = count === 0 ? [] : [{ range: { start, end: start }, newText: "" }];
    return Promise.resolve({ ok: true, value: { version: 1, edits, count } });
  };
  const remove = () => removeTokensInWorkspace({ send } as Partial<Worker> as Worker);

  it("are removed from all of them, a part at a time, while VS Code closes others", async () => {
    assert.deepEqual(await remove(), { ok: true, value: undefined });
    assert.equal(tokens.size, 0);
    assert.deepEqual(saved, names);
    assert.equal(undoSteps, 4);
    assert.deepEqual(standIn.messages, [`Removed ${FILES} tokens from ${FILES} files.`]);
  });

  it("stay where a file is read-only, which the person is told", async () => {
    names.splice(0, names.length, "zip:/a.http", "untitled:/b.http");
    tokens = new Map(names.map((name) => [name, 1]));
    Object.assign(workspace, { fs: { ...fs, isWritableFileSystem: () => false } });
    assert.deepEqual(await remove(), { ok: true, value: undefined });
    assert.deepEqual([...tokens.keys()], ["zip:/a.http"]);
    assert.equal((await remove()).ok, true);
    assert.deepEqual(standIn.messages, [
      "Removed 1 token from 1 file. Not changed because they are read-only: zip:/a.http.",
      "Not changed because they are read-only: zip:/a.http.",
    ]);
  });
});
