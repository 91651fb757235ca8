import assert from "node:assert/strict";
import { standIn } from "../../host/standIn/state.ts";
import { documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const URI = "file:///workspace/test.http";

describe("Refresh Tokens in File", () => {
  const setup = useClient();
  beforeEach(async () => {
    standIn.answer = setup.enterKey;
    assert.equal(await setup.window.run("argus.setCredential", "default", "apiKey"), true);
    assert.equal(await setup.window.run("argus.getToken"), true);
  });

  const current = (): string | undefined => setup.window.sessions.held().get("default")?.accessToken;

  it("fetches a new token although the current one is live, and says so where the text stays", async () => {
    const before = current();
    const reference = "Authorization: Bearer {{$processEnv ARGUS_TOKEN}}\n";
    standIn.documents = [
      documentOf(`GET ${setup.sandbox.url}/one\n${reference}###\nGET ${setup.sandbox.url}/two\n${reference}`),
    ];
    assert.equal(await setup.window.run("argus.refreshTokens", URI, 0), true);
    assert.notEqual(current(), before);
    const said = standIn.statusMessages.filter((message) => message.includes("refers to"));
    assert.equal(said.length, 1);
    assert.match(said[0] ?? "", /^This file refers to the token of “default”, which is new and live until /);
  });

  it("changes the text, which says enough", async () => {
    standIn.documents = [documentOf(`GET ${setup.sandbox.url}/one\nAuthorization: Bearer myUserName/old12345\n`)];
    standIn.statusMessages = [];
    assert.equal(await setup.window.run("argus.refreshTokens", URI, 0), false, "that token is not known");
    standIn.documents = [
      documentOf(`@argusToken = old\nGET ${setup.sandbox.url}/one\nAuthorization: {{argusToken}}\n`),
    ];
    assert.equal(await setup.window.run("argus.refreshTokens", URI, 0), true);
    assert.equal(standIn.edits, 1);
    assert.deepEqual(standIn.statusMessages, []);
  });
});
