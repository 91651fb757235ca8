import assert from "node:assert/strict";
import type { TextDocument } from "vscode";
import { eraseFromDisk } from "../../../client/src/edits/keyTraces.ts";
import { standIn } from "../../host/standIn/state.ts";
import { workspace } from "../../host/standIn/vscode.ts";
import { eachCase } from "../../host/eachCase.ts";

const KEY = "my/api/key";
const TEXT = `GET /one\nArgus-API-Key: ${KEY}\n`;

/** Bytes that a file has for VS Code's `files.encoding`. */
const ON_DISK: [encoding: string, bytes: Buffer][] = [
  ["utf8", Buffer.from(TEXT)],
  ["utf8bom", Buffer.from(`\uFEFF${TEXT}`)],
  ["utf16le", Buffer.from(`\uFEFF${TEXT}`, "utf16le")],
  ["utf16be", Buffer.from(`\uFEFF${TEXT}`, "utf16le").swap16()],
];

describe("a file that an API key was removed from in the editor", () => {
  const { fs } = workspace;
  afterEach(() => {
    Object.assign(workspace, { fs });
    standIn.reset();
  });

  const erase = (bytes: Buffer) => {
    standIn.reset();
    Object.assign(workspace, { fs: { ...fs, readFile: () => Promise.resolve(bytes) } });
    const uri = { path: "/one.http" };
    const document = { uri, isDirty: true, isUntitled: false } as unknown as TextDocument;
    return eraseFromDisk(document, KEY, "mine");
  };

  it("is offered to be saved if the disk still has the key, in any encoding", () =>
    eachCase(
      ON_DISK,
      ([encoding]) => encoding,
      async ([, bytes]) => {
        assert.deepEqual(await erase(bytes), { ok: true, value: "unsaved" });
        assert.deepEqual(standIn.messages, ["Save “one.http” now?"]);
      },
    ));

  it("is not offered to be saved if the disk never had it", async () => {
    assert.deepEqual(await erase(Buffer.from("GET /one\n")), { ok: true, value: "none" });
    assert.deepEqual(standIn.messages, []);
  });
});
