import assert from "node:assert/strict";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { standIn } from "../../host/standIn/state.ts";
import { clientWindow, documentOf } from "./clientWindow.ts";

const URI = "file:///workspace/test.http";

describe("Refresh Tokens in File", () => {
  let sandbox: Sandbox;
  let window: ReturnType<typeof clientWindow>;
  beforeEach(async () => {
    standIn.reset();
    sandbox = await startSandbox();
    standIn.set("user", "argus.profiles", { default: { url: sandbox.url, clientId: sandbox.clientId } });
    window = clientWindow();
    standIn.answer = ({ prompt }) => (prompt.includes("API key for") ? sandbox.apiKey : undefined);
    assert.equal(await window.run("argus.setCredential", "default", "apiKey"), true);
    assert.equal(await window.run("argus.getToken"), true);
  });
  afterEach(async () => {
    window.close();
    standIn.reset();
    await sandbox.close();
  });

  const current = (): string | undefined => window.sessions.held().get("default")?.accessToken;

  it("fetches a new token although the current one is live, and says so where the text stays", async () => {
    const before = current();
    const reference = "Authorization: Bearer {{$processEnv ARGUS_TOKEN}}\n";
    standIn.documents = [documentOf(`GET ${sandbox.url}/one\n${reference}###\nGET ${sandbox.url}/two\n${reference}`)];
    assert.equal(await window.run("argus.refreshTokens", URI, 0), true);
    assert.notEqual(current(), before);
    const said = standIn.statusMessages.filter((message) => message.includes("refers to"));
    assert.equal(said.length, 1);
    assert.match(said[0] ?? "", /^This file refers to the token of “default”, which is new and live until /);
  });

  it("changes the text, which says enough", async () => {
    standIn.documents = [documentOf(`GET ${sandbox.url}/one\nAuthorization: Bearer myUserName/old12345\n`)];
    standIn.statusMessages = [];
    assert.equal(await window.run("argus.refreshTokens", URI, 0), false, "that token is not known");
    standIn.documents = [documentOf(`@argusToken = old\nGET ${sandbox.url}/one\nAuthorization: {{argusToken}}\n`)];
    assert.equal(await window.run("argus.refreshTokens", URI, 0), true);
    assert.equal(standIn.edits, 1);
    assert.deepEqual(standIn.statusMessages, []);
  });
});
