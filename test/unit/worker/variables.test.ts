import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostic, Hover } from "vscode-languageserver-types";
import { LspClient } from "./lspClient.ts";

describe("the worker's variables from outside a file", () => {
  let folder = "";
  let uri = "";
  let client: LspClient | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "variables-"));
    uri = pathToFileURL(join(folder, "a.http")).href;
    write({ dev: { token: "me/dev" }, prod: { token: "me/prod" } });
  });
  afterEach(async () => {
    await client?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (content: unknown): void => {
    writeFileSync(join(folder, "http-client.env.json"), JSON.stringify(content));
  };
  const start = async (argus: object, capabilities: object = {}): Promise<LspClient> => {
    client = await LspClient.start(argus, capabilities);
    await client.open(uri, "GET /a\nAuthorization: Bearer {{token}}\n");
    return client;
  };
  const tokenIn = async (worker: LspClient): Promise<string | undefined> => {
    const answer = await worker.argus("argus/requestAt", {
      textDocument: { uri },
      position: { line: 0, character: 0 },
    });
    assert(answer.ok);
    return answer.value?.authorization?.token;
  };

  it("come from the environment in the settings, and change with it", async () => {
    const worker = await start({ httpEnvironments: ["dev"] });
    assert.equal(await tokenIn(worker), "me/dev");
    await worker.notify("workspace/didChangeConfiguration", { settings: { argus: { httpEnvironments: ["prod"] } } });
    assert.equal(await tokenIn(worker), "me/prod");
  });

  it("are not read if the settings forbid it", async () => {
    const worker = await start({ httpEnvironments: ["dev"], variableFiles: false });
    assert.equal(await tokenIn(worker), undefined);
    const environments = await worker.argus("argus/httpEnvironments", { textDocument: { uri } });
    assert.deepEqual(environments, { ok: true, value: { environments: [] } });
  });

  it("come from REST Client's setting too", async () => {
    const worker = await start({ httpEnvironments: ["qa"] });
    assert.equal(await tokenIn(worker), undefined);
    const environmentVariables = { qa: { token: "me/qa", number: 7 }, $shared: {} };
    await worker.notify("workspace/didChangeConfiguration", { settings: { "rest-client": { environmentVariables } } });
    assert.equal(await tokenIn(worker), "me/qa");
    const environments = await worker.argus("argus/httpEnvironments", { textDocument: { uri } });
    assert.deepEqual(environments, { ok: true, value: { environments: ["dev", "prod", "qa"] } });
  });

  it("come from a document's own environment and its folder's own settings, if there are any", async () => {
    const worker = await start(
      { httpEnvironments: ["dev"], documentEnvironments: { [uri]: ["prod"] } },
      { workspace: { workspaceFolders: true } },
    );
    assert.equal(await tokenIn(worker), "me/prod");
    const event = { added: [{ uri: pathToFileURL(folder).href, name: "folder" }], removed: [] };
    await worker.notify("workspace/didChangeWorkspaceFolders", { event });
    const folderEnvironmentVariables = { [pathToFileURL(folder).href]: { $shared: { id: 7 } } };
    const httpyac = { environmentVariables: { $shared: { id: 8 } }, folderEnvironmentVariables };
    await worker.notify("workspace/didChangeConfiguration", { settings: { httpyac } });
    const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 31 } };
    const text = "GET /a\nAuthorization: Bearer me/{{id}}";
    await worker.notify("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text }],
    });
    assert.equal(await tokenIn(worker), "me/7");
  });

  it("are read again when the editor reports a change that the worker watches for", async () => {
    const worker = await start(
      { httpEnvironments: ["dev"] },
      { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
    );
    assert.equal(await tokenIn(worker), "me/dev");
    assert.equal(worker.count("client/registerCapability"), 1);
    write({ dev: { token: "me/new" } });
    const changes = [{ uri: pathToFileURL(join(folder, "http-client.env.json")).href, type: 2 }];
    await worker.notify("workspace/didChangeWatchedFiles", { changes });
    assert.equal(await tokenIn(worker), "me/new");
  });

  it("are announced when they change, because the profile of a request may depend on them", async () => {
    const worker = await start(
      { httpEnvironments: ["dev"] },
      { workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, workspaceFolders: true } },
    );
    let told = 0;
    worker.onNotification("argus/factsChanged", () => told++);
    const settings = { argus: { httpEnvironments: ["prod"] } };
    const event = { added: [{ uri: pathToFileURL(folder).href, name: "folder" }], removed: [] };
    for (const [index, [method, params]] of [
      ["workspace/didChangeConfiguration", { settings }],
      ["workspace/didChangeConfiguration", { settings }],
      ["workspace/didChangeWatchedFiles", { changes: [{ uri, type: 2 }] }],
      ["workspace/didChangeWorkspaceFolders", { event }],
    ].entries()) {
      await worker.notify(method as string, params);
      // Its answer comes after the notification.
      await tokenIn(worker);
      assert.equal(told, [1, 1, 2, 3][index]);
    }
  });

  it("never show a value in a hover", async () => {
    const worker = await start({ httpEnvironments: ["dev"] });
    const hover = await worker.request<Hover>("textDocument/hover", {
      textDocument: { uri },
      position: { line: 1, character: 26 },
    });
    assert.match(JSON.stringify(hover), /http-client\.env\.json, environment dev/);
    assert(!JSON.stringify(hover).includes("me/dev"));
  });

  it("cause a warning about a key in their own file, and no other feature there", async () => {
    const worker = await start({});
    const file = pathToFileURL(join(folder, "http-client.env.json")).href;
    const text = '{"dev":{"argusApiKey":"1/2/mysecretapikey"}}';
    const textDocument = { uri: file, languageId: "json", version: 1, text };
    await worker.notify("textDocument/didOpen", { textDocument });
    const report = await worker.request<{ items: Diagnostic[] }>("textDocument/diagnostic", { textDocument });
    assert.deepEqual(
      report.items.map(({ code, range }) => [code, range.start.character]),
      [["argus-api-key-literal", text.indexOf('"1/2')]],
    );
    assert(!JSON.stringify(report).includes("mysecretapikey"));
    assert.equal(await worker.request("textDocument/documentSymbol", { textDocument }), null);
  });
});
