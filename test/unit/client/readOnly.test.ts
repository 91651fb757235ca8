import assert from "node:assert/strict";
import type { TextDocument } from "vscode";
import { applyEdits } from "../../../client/src/documents/documentEdits.ts";
import { answer, documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";
import { standIn } from "../../host/standIn/state.ts";
import { window as vscodeWindow } from "../../host/standIn/vscode.ts";

const URI = "file:///workspace/test.http";
const START = { line: 0, character: 0 };

/** A permission, a setting or the session can be why; VS Code does not tell extensions. */
describe("a document in a read-only editor", () => {
  const setup = useClient();
  beforeEach(async () => {
    const edits = [{ range: { start: START, end: START }, newText: "x" }];
    const others: Partial<Record<string, object>> = {
      "argus/tokenProfiles": { profiles: ["default"], otherHosts: [] },
      "argus/removeTokens": { version: 1, edits, count: 1 },
    };
    const authorized = { version: 1, edits };
    setup.open({
      environmentOffer: { make: () => undefined },
      worker: {
        send: async (method: "argus/token", params: object): Promise<unknown> => {
          const isOfAll = (method as string) === "argus/authorize" && !("position" in params);
          const value = isOfAll ? authorized : others[method];
          return value === undefined ? answer(method, params) : { ok: true, value };
        },
      },
    });
    standIn.answer = (question) =>
      question.prompt.startsWith("Replace the stored") ? "Replace" : setup.enterKey(question);
    assert.equal(await setup.window.run("argus.setCredential", "default", "apiKey"), true);
    standIn.messages = [];
  });

  const open = (text: string): void => {
    standIn.documents = [documentOf(text)];
    [standIn.readOnly] = standIn.documents;
  };

  for (const command of ["argus.insertToken", "argus.refreshTokens", "argus.removeTokens"]) {
    it(`is left alone by ${command}, which says so`, async () => {
      open(`GET ${setup.sandbox.url}/one\n`);
      assert.equal(await setup.window.run(command, URI, 0), false);
      assert.equal(standIn.edits, 0);
      assert.match(standIn.messages.at(-1) ?? "", /^(“default”: )?This document is read-only/);
      standIn.readOnly = undefined;
      assert.equal(await setup.window.run(command, URI, 0), true, standIn.messages.join());
      assert.equal(standIn.edits, 1);
    });
  }

  it("is edited where another editor shows it too", async () => {
    const document = { ...documentOf(""), closed: [] as string[] };
    const editor = (name: string, edit: () => Promise<boolean>) => ({
      document,
      edit: () => (document.closed.includes(name) ? Promise.reject(new Error("closed")) : edit()),
    });
    const readOnly = editor("read-only", () => Promise.resolve(true));
    const writable = editor("writable", () => Promise.resolve((document.version += 1) > 0));
    const changed = editor("changed", () => Promise.resolve(false));
    const edits = { version: 1, edits: [{ range: { start: START, end: START }, newText: "x" }] };
    const visible = Object.getOwnPropertyDescriptor(vscodeWindow, "visibleTextEditors")!;
    const apply = async (...editors: object[]): Promise<string> => {
      document.version = 1;
      Object.defineProperty(vscodeWindow, "visibleTextEditors", { get: () => editors, configurable: true });
      try {
        return await applyEdits(document as unknown as TextDocument, [edits]);
      } finally {
        Object.defineProperty(vscodeWindow, "visibleTextEditors", visible);
      }
    };
    assert.equal(await apply(readOnly, writable), "applied");
    assert.equal(await apply(readOnly, readOnly), "readOnly");
    assert.equal(await apply(changed, writable), "outdated");
    document.closed = ["writable"];
    assert.equal(await apply(writable), "outdated");
  });

  it("keeps its API key, which is stored, and the person is told that it is still there", async () => {
    open(`GET ${setup.sandbox.url}/one\nArgus-API-Key: ${setup.sandbox.apiKey}\n`);
    standIn.answer = ({ prompt }) => (prompt.startsWith("Which profile") ? "default" : undefined);
    assert.equal(await setup.window.run("argus.storeKey", URI, 0), false);
    assert.equal(standIn.edits, 0);
    assert.match(standIn.messages.at(-1) ?? "", /is stored for “default”, but this file is read-only/);
  });
});
