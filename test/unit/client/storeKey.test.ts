import assert from "node:assert/strict";
import { standIn } from "../../host/standIn/state.ts";
import { documentOf } from "./clientWindow.ts";
import { useClient } from "./setup.ts";

const URI = "file:///workspace/test.http";
const KEY = "argus.profile/default";

describe("an API key in a document", () => {
  const setup = useClient();
  beforeEach(() => {
    standIn.documents = [documentOf(`GET ${setup.sandbox.url}/one\nArgus-API-Key: the/key/in/the/file\n`)];
    standIn.answer = ({ prompt }) => (prompt.startsWith("Which profile") ? "default" : undefined);
  });

  it("stays there if the secret storage cannot keep it", async () => {
    setup.storage.secrets.set = () => {
      throw new Error("locked");
    };
    assert.equal(await setup.window.run("argus.storeKey", URI, 1), false);
    assert.equal(standIn.edits, 0);
    assert.notEqual(standIn.messages.length, 0);
  });

  it("replaces no stored credential unless the person agrees", async () => {
    const own = standIn.answer;
    standIn.answer = setup.enterKey;
    assert.equal(await setup.window.run("argus.setCredential", "default", "apiKey"), true);
    standIn.answer = own;
    const stored = setup.storage.secrets.get(KEY);
    assert.equal(await setup.window.run("argus.storeKey", URI, 1), false);
    assert.match(standIn.messages.at(-1) ?? "", /^Replace the stored credential/);
    assert.equal(setup.storage.secrets.get(KEY), stored);
    assert.equal(standIn.edits, 0);
  });
});
