import assert from "node:assert/strict";
import { until } from "../../host/until.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { LspClient } from "./lspClient.ts";

const URI = "file:///folder/a.http";
const FIRST = { line: 0, character: 0 };
/** A program that prints one line, like a password manager. */
const prints = (text: string): string[] => [process.execPath, "-e", `console.log(${JSON.stringify(text)})`];

interface Edit {
  changes: Record<string, { range: { start: { line: number; character: number } }; newText: string }[]>;
}

/** An editor without our client: it knows LSP, but no command of Argus. */
describe("commands that the worker carries out", () => {
  let sandbox: Sandbox;
  let client: LspClient;
  let edits: Edit[];
  let messages: { type: number; message: string }[];

  async function start(profile: object = {}): Promise<void> {
    const { url, clientId, apiKey, clientSecret } = sandbox;
    const commands = {
      profiles: {
        default: {
          ...{ url, clientId, scope: "openid profile" },
          ...{ credentialCommand: prints(apiKey), clientSecretCommand: prints(clientSecret) },
          ...profile,
        },
      },
    };
    client = await LspClient.start({}, {}, undefined, { commands });
    client.onRequest("workspace/applyEdit", (params) => {
      edits.push((params as { edit: Edit }).edit);
      return { applied: true };
    });
    client.onNotification("window/showMessage", (message) => messages.push(message as (typeof messages)[number]));
    await client.open(URI, `GET ${url}/app/whoami\n`);
  }

  const run = (command: string): Promise<unknown> =>
    client.request("workspace/executeCommand", { command, arguments: [URI, 0] });
  const said = async (): Promise<string> => {
    await until("a message", () => messages.length > 0);
    return messages.splice(0).at(-1)!.message;
  };
  const inserted = async (): Promise<string> => {
    await run("argus.insertToken");
    await said();
    return edits.at(-1)!.changes[URI]![0]!.newText;
  };
  const change = (text: string): Promise<void> =>
    client.notify("textDocument/didChange", {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [{ text }],
    });

  beforeEach(async () => {
    sandbox = await startSandbox();
    edits = [];
    messages = [];
  });
  afterEach(async () => {
    await client.stop();
    await sandbox.close();
    assert.equal(client.stderr, "");
    assert.deepEqual(sandbox.violations, []);
  });

  it("insert a token with a program's key, then introspect, show the user, refresh and remove it", async () => {
    await start();
    const header = await inserted();
    assert.match(header, /^Authorization: Bearer myUserName\/\S+\n$/);
    const text = `GET ${sandbox.url}/app/whoami\n${header}`;
    await change(text);

    await run("argus.introspect");
    assert.match(await said(), /^Argus · active · openid profile · myUserName · /);
    await run("argus.userinfo");
    assert.match(await said(), /"username":"myUserName"/);
    await run("argus.refreshTokens");
    await said();
    const [fresh] = edits.at(-1)!.changes[URI]!;
    assert.match(fresh!.newText, /^myUserName\/\S+$/);
    assert(!header.includes(fresh!.newText));
    await run("argus.removeTokens");
    await said();
    assert.deepEqual(
      edits.at(-1)!.changes[URI]!.map(({ newText }) => newText),
      [""],
    );
  });

  it("report failures without a program's output", async () => {
    await start({ credentialCommand: [process.execPath, "-e", "console.log('a/secret/key'); process.exit(3)"] });
    await run("argus.insertToken");
    const message = await said();
    assert.match(message, /failed \(3\)\.$/);
    assert.doesNotMatch(message, /secret/);
    assert.deepEqual(edits, []);
  });

  it("report a key that Argus refuses", async () => {
    await start({ credentialCommand: prints("another/key") });
    await run("argus.insertToken");
    assert.match(await said(), /^Argus did not accept the API key\./);
    assert.deepEqual(edits, []);
  });

  it("exist only if the editor asks for them", async () => {
    await start();
    const initialize = (
      initializationOptions: object,
    ): Promise<{ capabilities: { executeCommandProvider?: unknown } }> =>
      client.request("initialize", { processId: null, rootUri: null, capabilities: {}, initializationOptions });
    const commands = { profiles: {} };
    assert.equal((await initialize({})).capabilities.executeCommandProvider, undefined);
    assert.notEqual((await initialize({ commands })).capabilities.executeCommandProvider, undefined);
  });
});

describe("diagnostics", () => {
  let client: LspClient;
  let told: { uri: string; diagnostics: { code: string }[] }[];
  const start = async (textDocument: object): Promise<void> => {
    told = [];
    client = await LspClient.start({ profiles: {} }, { textDocument });
    client.onNotification("textDocument/publishDiagnostics", (params) => told.push(params as (typeof told)[number]));
    await client.open(URI, "# @argus unknown\nGET https://x.example/\n");
  };
  afterEach(() => client.stop());
  const codes = (): string[] | undefined => told.at(-1)?.diagnostics.map(({ code }) => code);

  it("are pushed to an editor that does not pull them, and removed with their document or cause", async () => {
    await start({ publishDiagnostics: {} });
    await until("the problem", () => codes()?.includes("unknown-profile"));
    const argus = { profiles: { unknown: {} } };
    await client.notify("workspace/didChangeConfiguration", { settings: { argus } });
    await until("no problem", () => codes()?.length === 0);
    await client.notify("workspace/didChangeConfiguration", { settings: { argus: { profiles: {} } } });
    await until("the problem again", () => codes()?.includes("unknown-profile"));
    await client.notify("textDocument/didClose", { textDocument: { uri: URI } });
    await until("no problem of a closed document", () => codes()?.length === 0);
  });

  it("are not pushed to an editor that pulls them", async () => {
    await start({ publishDiagnostics: {}, diagnostic: {} });
    const answer = await client.request<{ items: unknown[] }>("textDocument/diagnostic", {
      textDocument: { uri: URI },
    });
    assert.equal(answer.items.length, 1);
    await client.notify("textDocument/didClose", { textDocument: { uri: URI } });
    await client.request("textDocument/hover", { textDocument: { uri: URI }, position: FIRST });
    assert.deepEqual(told, []);
  });
});
