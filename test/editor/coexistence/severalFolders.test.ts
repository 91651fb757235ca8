import assert from "node:assert/strict";
import { ConfigurationTarget, type TextDocument, Uri, window, workspace } from "vscode";
import { addProfile, run, setProfiles, tokenIn, useExtension } from "../setup.ts";

/** Each folder's own settings define other profiles, and the profile `default` at another address. */
describe("a workspace of several folders", () => {
  const setup = useExtension();
  beforeEach(() => addProfile(setup.sandbox));

  async function openIn(folder: string): Promise<TextDocument> {
    const found = workspace.workspaceFolders?.find(({ name }) => name === folder);
    assert(found, folder);
    const uri = Uri.joinPath(found.uri, "request.http");
    await workspace.fs.writeFile(uri, Buffer.from("GET https://example.com/a\n"));
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document);
    return document;
  }

  it("gets its tokens where the person's own settings say, whichever folder the request is in", async () => {
    setup.person([setup.sandbox.apiKey]);
    for (const folder of ["one", "two"]) {
      const document = await openIn(folder);
      const settings = workspace.getConfiguration("argus", document.uri);
      assert.deepEqual(Object.keys(settings.get<object>("profiles") ?? {}), ["default"], folder);
      const asked = setup.sandbox.requests.length;
      assert.equal(await run("argus.getToken"), true, folder);
      assert.equal(setup.sandbox.requests.length, asked + 1, folder);
      // As a literal, in the header of the person's own profile.
      assert.equal(await run("argus.insertToken"), true, folder);
      assert(tokenIn(document), document.getText());
    }
  });

  it("names its own file where the workspace decides, and no folder's", async () => {
    const { url, clientId } = setup.sandbox;
    await setProfiles(undefined);
    await setProfiles({ default: { url, clientId, hosts: ["example.com"] } }, ConfigurationTarget.Workspace);
    await openIn("two");
    const person = setup.person([]);
    assert.equal(await run("argus.getToken"), false);
    const question = JSON.stringify([person.boxes, person.picks]);
    assert.match(question, /several\.code-workspace/);
    assert(!question.includes(".invalid"), question);
  });
});
