import assert from "node:assert/strict";
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { CancellationTokenSource } from "vscode-jsonrpc/node";
import type { CodeLens, DocumentSymbol } from "vscode-languageserver-types";
import { TextDocument } from "vscode-languageserver-textdocument";
import { tokenDigest } from "../../../common/digest.ts";
import { unpackLenses } from "../../../common/protocol/codeLenses.ts";
import { until } from "../../host/until.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { LspClient } from "./lspClient.ts";

const WORKER = join(import.meta.dirname, "../../../dist/server.js");
const URI = "file:///requests.http";
const TEXT = ["### One", "GET https://api.mnemonic.no/a", "Accept: */*", "", "### Two", "POST /b", "", "{}", ""].join(
  "\r\n",
);

describe("the worker over stdio", () => {
  let sandbox: Sandbox;
  let client: LspClient;
  beforeEach(async () => {
    sandbox = await startSandbox();
    client = await LspClient.start();
  });
  afterEach(async () => {
    await client.stop();
    await sandbox.close();
    assert.equal(client.stderr, "");
    assert.deepEqual(sandbox.violations, []);
  });

  const profile = () => ({ name: "default", url: sandbox.url, clientId: sandbox.clientId });
  const credential = () => ({ kind: "apiKey", apiKey: sandbox.apiKey }) as const;

  it("fetches and introspects a token, and returns its user", async () => {
    const token = await client.argus("argus/token", { profile: profile(), credential: credential() });
    assert(token.ok);
    const { accessToken } = token.value;
    const { clientSecret } = sandbox;
    const active = await client.argus("argus/introspect", { profile: profile(), token: accessToken, clientSecret });
    assert(active.ok && active.value.active);
    const userinfo = await client.argus("argus/userinfo", { profile: profile(), token: accessToken });
    assert(userinfo.ok);
    assert.equal(userinfo.value.claims["username"], "myUserName");
  });

  it("keeps the first expiry of a token that a cache in front of Argus sends again", async () => {
    sandbox.cacheTokens(true);
    const params = { profile: profile(), credential: credential() };
    const first = await client.argus("argus/token", params);
    assert(first.ok);
    const { accessToken, expiresAt } = first.value;
    await client.hold([{ digest: tokenDigest(accessToken), profile: "default", expiresAt: expiresAt - 5000 }]);
    const again = await client.argus("argus/token", params);
    assert(again.ok);
    assert.deepEqual([again.value.accessToken, again.value.expiresAt], [accessToken, expiresAt - 5000]);
  });

  it("reports each call without secrets", async () => {
    const records: unknown[] = [];
    client.onNotification("argus/call", (record) => records.push(record));
    await client.argus("argus/token", { profile: profile(), credential: credential() });
    const unreachable = { ...profile(), url: "http://127.0.0.1:1" };
    await client.argus("argus/userinfo", { profile: unreachable, token: "myUserName/never-shown" });
    await until("both records", () => records.length === 2);
    const told = records as { operation: string; status?: number; error?: string }[];
    assert.deepEqual(
      told.map(({ operation, status, error }) => [operation, status, error]),
      [
        ["token", 200, undefined],
        ["userinfo", undefined, "connect"],
      ],
    );
    assert(!JSON.stringify(records).includes(sandbox.apiKey) && !JSON.stringify(records).includes("never-shown"));
  });

  it("closes the socket of a cancelled request, and answers “cancelled”", async () => {
    sandbox.fail({ kind: "silent" });
    const source = new CancellationTokenSource();
    const call = client.argus("argus/token", { profile: profile(), credential: credential() }, source.token);
    await sandbox.seen(() => true);
    source.cancel();
    const result = await call;
    assert(!result.ok && result.error.code === "cancelled");
    await sandbox.seen((request) => request.aborted);
  });

  it("uses the timeout in the settings, even if it changes", async () => {
    await client.notify("workspace/didChangeConfiguration", { settings: { argus: { timeout: 1 } } });
    sandbox.fail({ kind: "silent" });
    const result = await client.argus("argus/token", { profile: profile(), credential: credential() });
    assert(!result.ok && result.error.code === "timeout");
    assert.match(result.error.message, /within 1 s/);
  });

  it("answers invalid parameters with a sentence that does not quote them", async () => {
    const secret = "very/secret\nkey";
    const wrong: [string, unknown, string][] = [
      ["argus/token", { profile: profile(), credential: { kind: "apiKey", apiKey: secret } }, "invalidCredential"],
      ["argus/token", { profile: profile(), credential: { kind: secret } }, "invalidCredential"],
      ["argus/token", { profile: { ...profile(), clientId: { secret } }, credential: credential() }, "invalidProfile"],
      ["argus/token", null, "rejected"],
      ["argus/introspect", { profile: profile(), token: secret }, "invalidCredential"],
      ["argus/requestAt", { textDocument: { uri: URI }, position: secret }, "rejected"],
      ["argus/requestAt", { textDocument: { uri: URI }, position: { line: 0, character: 0 } }, "notFound"],
      ["argus/authorize", { textDocument: { uri: URI }, accessToken: "a", style: secret }, "rejected"],
    ];
    for (const [method, params, code] of wrong) {
      const result = await client.request<{ ok: boolean; error: { code: string; message: string } }>(method, params);
      assert.equal(result.ok, false);
      assert.equal(result.error.code, code, method);
      assert(!JSON.stringify(result).includes("very"));
    }
  });

  it("writes each token into the header that its profile's settings name, and finds it there", async () => {
    const logs = { url: "https://logs.example", header: "X-Argus-Token", headerValue: "{token}" };
    const argus = { profiles: { dev: { url: "https://dev.example" }, logs }, activeProfile: "dev" };
    await client.notify("workspace/didChangeConfiguration", { settings: { argus } });
    await client.open(
      URI,
      "GET https://dev.example\nX-Argus-Token: a\n\n###\nGET https://logs.example\nAuthorization: b\n",
    );
    const written = async (line: number): Promise<unknown> => {
      const place = { textDocument: { uri: URI }, position: { line, character: 0 } };
      const result = await client.argus("argus/authorize", { ...place, accessToken: "u/abc", style: "literal" });
      const found = await client.argus("argus/requestAt", place);
      assert(result.ok && found.ok);
      return [result.value.edits.map(({ newText }) => newText), found.value?.authorization?.token];
    };
    assert.deepEqual(await written(0), [["Authorization: Bearer u/abc\n"], undefined]);
    assert.deepEqual(await written(4), [["X-Argus-Token: u/abc\n"], undefined]);
    await client.notify("workspace/didChangeConfiguration", { settings: { argus: { ...argus, profiles: {} } } });
    assert.deepEqual(await written(4), [["Bearer u/abc"], "b"]);
  });

  it("sends three lenses per request line with plain arguments, and none if they are off", async () => {
    await client.open(URI, TEXT);
    const lenses = await client.request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri: URI } });
    assert.deepEqual(
      lenses.map(({ range, command }) => [range.start.line, command?.command, command?.arguments]),
      [1, 5].flatMap((line) =>
        ["insertToken", "introspect", "userinfo"].map((id) => [line, `argus.${id}`, [URI, line]]),
      ),
    );
    assert.deepEqual(await client.request("codeLens/resolve", lenses[0]), lenses[0]);
    const packed = await client.argus("argus/codeLenses", { textDocument: { uri: URI } });
    assert(packed.ok);
    assert.deepEqual(
      unpackLenses(packed.value).map(({ line, start, end }) => [line, start, end]),
      [
        [1, 0, 29],
        [5, 0, 7],
      ],
    );
    const configure = (argus: object): Promise<void> =>
      client.notify("workspace/didChangeConfiguration", { settings: { argus } });
    const both = ["Humao.rest-client"];
    for (const off of [false, "off"]) {
      await configure({ codeLens: off, otherExtensions: both });
      assert.deepEqual(await client.request("textDocument/codeLens", { textDocument: { uri: URI } }), []);
      const none = await client.argus("argus/codeLenses", { textDocument: { uri: URI } });
      assert.deepEqual(none, { ok: true, value: { mode: "off", positions: [], states: [] } });
    }
    const perRequest: [settings: object, count: number][] = [
      [{ otherExtensions: both }, 1],
      [{ codeLens: "compact" }, 1],
      [{ codeLens: "full", otherExtensions: both }, 3],
      [{ codeLens: true, otherExtensions: both }, 3],
      [{ codeLens: "wrong" }, 3],
    ];
    for (const [settings, count] of perRequest) {
      await configure(settings);
      const found = await client.request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri: URI } });
      assert.equal(found.length, 2 * count, JSON.stringify(settings));
    }
  });

  it("resolves the commands of a huge file's lenses on demand", async () => {
    await client.open(URI, "GET /a\nAuthorization: Bearer x\n###\nPOST /b\n###\n".repeat(300));
    const textDocument = { uri: URI };
    const lenses = await client.request<CodeLens[]>("textDocument/codeLens", { textDocument });
    assert.equal(lenses.length, 1800);
    assert(lenses.every(({ command }) => command === undefined));
    const resolved: CodeLens[] = [];
    for (const lens of lenses.slice(-6)) resolved.push(await client.request("codeLens/resolve", lens));
    assert.deepEqual(
      resolved.map(({ range, command }) => [range.start.line, command?.title, command?.command, command?.arguments]),
      (
        [
          [1495, "Insert"],
          [1498, "Insert"],
        ] as const
      ).flatMap(([line, verb]) => [
        [line, `${verb} Argus Token`, "argus.insertToken", [URI, line]],
        [line, "Introspect", "argus.introspect", [URI, line]],
        [line, "Userinfo", "argus.userinfo", [URI, line]],
      ]),
    );
    await client.notify("textDocument/didClose", { textDocument });
    assert.deepEqual(await client.request("codeLens/resolve", lenses[0]), lenses[0], "nobody's any more");
    for (const data of [null, -1, 1e300, "1", {}, 4.5]) {
      const strange = { range: lenses[0]?.range, data };
      assert.deepEqual(await client.request("codeLens/resolve", strange), strange);
    }
  });

  it("names the requests in document symbols", async () => {
    await client.open(URI, TEXT);
    const symbols = await client.request<DocumentSymbol[]>("textDocument/documentSymbol", {
      textDocument: { uri: URI },
    });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ["One", "Two"],
    );
  });

  it("authorizes the current text after incremental edits, with the same result twice", async () => {
    await client.open(URI, TEXT);
    let document = TextDocument.create(URI, "http", 1, TEXT);
    const change = async (changes: { range: { start: object; end: object }; text: string }[]): Promise<void> => {
      const version = document.version + 1;
      document = TextDocument.update(document, changes, version);
      const textDocument = { uri: URI, version };
      await client.notify("textDocument/didChange", { textDocument, contentChanges: changes });
    };
    await change([
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "# a comment\r\n" },
    ]);
    for (let round = 0; round < 2; round += 1) {
      const result = await client.argus("argus/authorize", {
        textDocument: { uri: URI },
        position: { line: 6, character: 0 },
        accessToken: "myUserName/abc",
        style: "literal",
      });
      assert(result.ok);
      assert.equal(result.value.version, document.version);
      if (round === 1) assert.deepEqual(result.value.edits, []);
      await change(result.value.edits.map(({ range, newText }) => ({ range, text: newText })));
    }
    const expected = `# a comment\r\n${TEXT.replace("POST /b\r\n", "POST /b\r\nAuthorization: Bearer myUserName/abc\r\n")}`;
    assert.equal(document.getText(), expected);
    const request = await client.argus("argus/requestAt", {
      textDocument: { uri: URI },
      position: { line: 7, character: 0 },
    });
    assert(request.ok);
    assert.equal(request.value?.authorization?.token, "myUserName/abc");
    assert.equal(request.value.requestLine, 6);
  });

  it("exits when its input ends", async () => {
    client.process.stdin?.end();
    await client.exited();
  });
});

describe("the end of the worker", () => {
  it("comes when the process that started it over IPC ends", async () => {
    const script = `const c = require("node:child_process").fork(${JSON.stringify(WORKER)}, ["--node-ipc"]);
      c.send({ jsonrpc: "2.0", id: 1, method: "initialize", params: { processId: null, rootUri: null, capabilities: {} } });
      c.once("message", () => process.send(c.pid));`;
    const parent = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const [pid] = (await once(parent, "message")) as [number];
    parent.kill("SIGKILL");
    await once(parent, "exit");
    await gone(pid);
  });

  it("comes when its IPC channel closes", async () => {
    const worker = fork(WORKER, ["--node-ipc"]);
    const exit = once(worker, "exit");
    worker.disconnect();
    await exit;
  });
});

/** Polls until a process has exited; mocha's timeout is the deadline. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
