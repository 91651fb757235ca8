import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { ConfigurationTarget, languages, Uri, workspace, WorkspaceEdit } from "vscode";
import { addProfile, run, until, useExtension } from "./setup.ts";
import { told, actionIn, newFolder, openIn } from "./trackedFiles.ts";

const HAS_GIT = ((): boolean => {
  try {
    execFileSync("git", ["--version"], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
})();

describe("a file that git tracks", () => {
  const setup = useExtension();
  let folder: Uri;
  const git = (...args: string[]): void => {
    execFileSync("git", args, { cwd: folder.fsPath, stdio: "pipe" });
  };

  beforeEach(async function () {
    if (!HAS_GIT) this.skip();
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey]);
    folder = await newFolder();
    git("init", "-q");
  });

  it("has its token underlined once it is added to git, and no longer once it is removed", async () => {
    const document = await openIn(folder, "a.http", "GET https://example.com/a\n");
    assert.equal(await run("argus.insertToken", document.uri.toString(), 0), true);
    assert(await document.save());
    await told(document);
    git("add", "a.http");
    await told(document, "token-in-tracked-file");
    git("rm", "-q", "--cached", "a.http");
    await told(document);
  });

  it("gets a reference in place of its token", async () => {
    const document = await openIn(folder, "b.http", "GET https://example.com/a\n");
    git("add", "b.http");
    assert.equal(await run("argus.insertToken", document.uri.toString(), 0), true);
    await told(document, "token-in-tracked-file");
    const { edit } = await actionIn(document, "Replace with reference {{$processEnv ARGUS_TOKEN}}");
    assert(edit && (await workspace.applyEdit(edit)));
    assert.match(document.getText(), /\nAuthorization: Bearer \{\{\$processEnv ARGUS_TOKEN\}\}\n$/);
    // The file contains no token, and the environment has none yet.
    await told(document, "no-token-for-reference");
  });

  it("is recognized where VS Code did not open its repository, as with a subfolder of one", async () => {
    const settings = workspace.getConfiguration("git");
    await settings.update("autoRepositoryDetection", false, ConfigurationTarget.Global);
    try {
      const subfolder = Uri.joinPath(folder, "sub");
      await workspace.fs.createDirectory(subfolder);
      const document = await openIn(subfolder, "d.http", "GET https://example.com/a\n");
      assert.equal(await run("argus.insertToken", document.uri.toString(), 0), true);
      assert(await document.save());
      await told(document);
      git("add", "sub/d.http");
      await told(document, "token-in-tracked-file");
    } finally {
      await settings.update("autoRepositoryDetection", undefined, ConfigurationTarget.Global);
    }
  });

  it("is known to a new worker too", async () => {
    const document = await openIn(folder, "c.http", "GET https://example.com/a\nArgus-API-Key: my/key\n");
    git("add", "c.http");
    const isStrong = (): boolean =>
      languages.getDiagnostics(document.uri).some(({ message }) => message.includes("Git tracks"));
    await until("the stronger sentence", isStrong);
    assert.equal(await run("argus.restartWorker"), true);
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(0), "###\n");
    assert(await workspace.applyEdit(edit));
    await until("the same further down", () =>
      languages
        .getDiagnostics(document.uri)
        .some(({ message, range }) => message.includes("Git tracks") && range.start.line === 2),
    );
  });
});
