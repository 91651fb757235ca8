import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  type CodeAction,
  commands,
  type Diagnostic,
  env,
  languages,
  Range,
  type TextDocument,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
} from "vscode";
import { storeKey } from "../../client/src/edits/storeKey.ts";
import { addProfile, OTHER_ARGUS, run, tokenIn, until, useExtension } from "./setup.ts";

const HAS_GIT = ((): boolean => {
  try {
    execFileSync("git", ["--version"], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
})();

const STORE = "Store this key in a profile and remove it here";

function codesIn(document: TextDocument): unknown[] {
  const codeOf = ({ code }: Diagnostic): unknown => (typeof code === "object" ? code.value : code);
  return languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === "argus")
    .map(codeOf);
}

async function told(document: TextDocument, ...codes: string[]): Promise<void> {
  await until(`the problems ${codes.join(", ")}`, () => codesIn(document).join() === codes.join());
}

async function actionIn(document: TextDocument, title: string): Promise<CodeAction> {
  const range = new Range(0, 0, document.lineCount, 0);
  const actions = await commands.executeCommand<CodeAction[]>("vscode.executeCodeActionProvider", document.uri, range);
  const action = actions.find((candidate) => candidate.title === title);
  assert(action, actions.map((candidate) => candidate.title).join("\n"));
  return action;
}

/** A new folder of the workspace. */
async function newFolder(): Promise<Uri> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  assert(folder);
  return Uri.file(await mkdtemp(join(folder.fsPath, "folder-")));
}

async function openIn(folder: Uri, name: string, text: string): Promise<TextDocument> {
  const uri = Uri.joinPath(folder, name);
  await workspace.fs.writeFile(uri, Buffer.from(text));
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document, { preview: false });
  return document;
}

async function textOnDisk({ uri }: TextDocument): Promise<string> {
  return Buffer.from(await workspace.fs.readFile(uri)).toString();
}

describe("a file that git tracks", function () {
  // The git extension looks again at most every five seconds.
  this.timeout(40_000);
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

describe("an API key in a file", () => {
  const setup = useExtension();
  const text = (key: string): string =>
    `@key = ${key}\n\n###\nGET https://example.com/a\nArgus-API-Key: {{key}}\nX: y\n\n###\nGET https://example.com/b\nArgus-API-Key: ${key}\n`;
  const cleaned = "\n###\nGET https://example.com/a\nX: y\n\n###\nGET https://example.com/b\n";

  it("is stored in a profile and removed by a quick fix, with a token in its place", async () => {
    await addProfile(setup.sandbox);
    const person = setup.person([{ label: "default" }], ["Save", "Insert Token"]);
    const { apiKey } = setup.sandbox;
    const document = await setup.open(text(apiKey));
    await told(document, "argus-api-key-literal", "argus-api-key-literal");
    const { command } = await actionIn(document, STORE);
    assert(command && !JSON.stringify(command).includes(apiKey));
    assert.equal(await run(command.command, ...(command.arguments as unknown[])), true);
    await until("the token", () => tokenIn(document));
    assert.equal(document.getText().replace(/Authorization: .*\n/, ""), cleaned);
    assert.equal(setup.sandbox.requests[0]?.headers["argus-api-key"], apiKey);
    assert.deepEqual(person.boxes, []);
    assert.match(person.messages[0]?.text ?? "", /^Save “/);
    assert.match(person.messages[1]?.text ?? "", /Local History and git can still have it: revoke the key/);
    assert(person.messages.every((message) => !message.text.includes(apiKey)));
  });

  it("is restored by one undo", async () => {
    await addProfile(setup.sandbox);
    setup.person([{ label: "default" }]);
    const document = await setup.open(text("my/key"));
    assert.equal(await run("argus.storeKey", document.uri.toString(), 3), true);
    assert.equal(document.getText(), cleaned);
    await commands.executeCommand("undo");
    assert.equal(document.getText(), text("my/key"));
  });

  it("replaces another stored credential only after asking", async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey]);
    assert.equal(await run("argus.getToken"), true);
    const document = await setup.open(text("other/key"));
    const uri = document.uri.toString();
    const doubtful = setup.person([{ label: "default" }]);
    assert.equal(await run("argus.storeKey", uri, 3), false);
    assert.match(doubtful.messages[0]?.text ?? "", /^Replace the stored credential of “default”/);
    assert.equal(document.getText(), text("other/key"));
    setup.person([{ label: "default" }], ["Replace"]);
    assert.equal(await run("argus.storeKey", uri, 3), true);
    assert.equal(document.getText(), cleaned);
    setup.person();
    assert.equal(await run("argus.getToken"), false);
    assert.equal(setup.sandbox.requests[1]?.headers["argus-api-key"], "other/key");
  });

  it("suggests the request's own profile first, and is left alone without a choice", async () => {
    await addProfile(setup.sandbox);
    await addProfile(setup.sandbox, {}, "other");
    const written = `# @argus other\n${text("my/key")}`;
    const document = await setup.open(written);
    const person = setup.person();
    assert.equal(await run("argus.storeKey", document.uri.toString(), 4), false);
    assert.deepEqual(person.picks[0]?.labels, ["other", "default", "New Profile…"]);
    assert.equal(document.getText(), written);
    assert.deepEqual(person.messages, []);
  });

  for (const [which, before] of [
    ["the first profile", []],
    ["a new profile", [{ label: "New Profile…" }]],
  ] as const) {
    it(`creates ${which}, which does not ask for it again`, async () => {
      const { url, clientId, apiKey } = setup.sandbox;
      if (before.length > 0) await addProfile(setup.sandbox);
      const document = await setup.open(text(apiKey));
      const person = setup.person([...before, OTHER_ARGUS, url, clientId, "other", { label: "Get a Token Now" }]);
      assert.equal(await run("argus.storeKey", document.uri.toString(), 3), true);
      assert.equal(document.getText(), cleaned);
      assert.deepEqual(
        person.boxes.map(({ masked, step, total }) => [masked, step, total]),
        [2, 3, 4].map((step) => [false, step, 5]),
      );
      assert.equal(setup.sandbox.requests[0]?.headers["argus-api-key"], apiKey);
      // The token from the test is still there.
      assert.equal(await run("argus.copyToken", "other"), true);
      assert.equal(setup.sandbox.requests.length, 1);
      await env.clipboard.writeText("");
    });
  }

  it("that Argus refuses creates no profile, and is left where it is", async () => {
    const { url, clientId } = setup.sandbox;
    const document = await setup.open(text("wrong/key"));
    const person = setup.person([OTHER_ARGUS, url, clientId, "other", { label: "Get a Token Now" }]);
    assert.equal(await run("argus.storeKey", document.uri.toString(), 3), false);
    assert.equal(document.getText(), text("wrong/key"));
    assert.deepEqual(workspace.getConfiguration("argus").inspect("profiles")?.globalValue ?? {}, {});
    const ways = person.picks.at(-1)?.labels ?? [];
    assert.deepEqual(ways, ["Try Again", "Correct the Client ID", "Correct the URL", "Save Without Testing"]);
    assert.match(person.picks.at(-1)?.details[0] ?? "", /./);
  });

  it("is kept in the file if the secret storage fails", async () => {
    await addProfile(setup.sandbox);
    const document = await setup.open(text("my/key"));
    const person = setup.person([{ label: "default" }, { label: "default" }]);
    const kept: unknown[] = [];
    const found = { apiKey: "my/key", requestLine: 3, version: document.version, edits: [] };
    const parts = {
      profileSecrets: {
        read: () => Promise.resolve({ secrets: kept.length > 0 ? { credential: kept[0] } : {} }),
        isInWindowAlone: () => kept.length > 0,
      },
      signIn: {
        keep: (_: unknown, { credential }: { credential: unknown }) =>
          Promise.resolve((kept.push(credential), "window")),
      },
      worker: { send: () => Promise.resolve({ ok: true, value: found }) },
    } as unknown as Parameters<typeof storeKey>[1];
    for (const tries of [1, 2]) {
      const outcome = await storeKey({ document, line: 3, dispose: () => undefined }, parts);
      assert(!outcome.ok);
      assert.equal(outcome.error.code, "keyNotStored");
      assert.match(outcome.error.message, /stays in the file/);
      assert(!outcome.error.message.includes("my/key"));
      assert.equal(kept.length, tries);
    }
    assert.equal(document.getText(), text("my/key"));
    assert.deepEqual(person.messages, []);
  });

  it("must exist for the command", async () => {
    const document = await setup.open("GET https://example.com/a\nArgus-API-Key: {{$processEnv KEY}}\n");
    const person = setup.person();
    assert.equal(await run("argus.storeKey", document.uri.toString(), 0), false);
    assert.match(person.messages[0]?.text ?? "", /no API key/);
  });
});

interface Row {
  label: string;
  description: string;
  picked: boolean;
}

/** Old hosts have no search here; this stand-in for it finds nothing. */
async function withSearch(): Promise<void> {
  if ((await workspace.findFiles("**/*.http")).length > 0) return;
  const findFiles = async (): Promise<Uri[]> => {
    const root = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
    const names = await readdir(root, { recursive: true });
    return names.filter((name) => /\.(?:http|rest)$/.test(name)).map((name) => Uri.file(join(root, name)));
  };
  Object.assign(workspace, { findFiles });
}

describe("tokens in the workspace", () => {
  const setup = useExtension();
  const { findFiles } = workspace;
  before(withSearch);
  after(() => Object.assign(workspace, { findFiles }));
  const original = { ...window };
  let folder: Uri;
  let lists: Row[][];
  /** Answers the list with the rows that stay picked. */
  const answer = (pick: (row: Row) => boolean): void => {
    Object.assign(window, {
      showQuickPick: (rows: Row[], options: { canPickMany: boolean }) => {
        assert(options.canPickMany);
        lists.push(rows);
        return Promise.resolve(rows.filter(pick));
      },
    });
  };

  beforeEach(async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey]);
    folder = await newFolder();
    lists = [];
  });
  afterEach(() => Object.assign(window, { showQuickPick: original.showQuickPick }));

  const isMine = ({ label }: Row): boolean => label.includes(folder.path.split("/").at(-1) ?? "?");

  it("are removed from the picked files, which are saved unless they had other changes", async () => {
    const clean = "GET https://example.com/a\n";
    const open = await openIn(folder, "open.http", clean);
    assert.equal(await run("argus.insertToken", open.uri.toString(), 0), true);
    const inserted = open.getText();
    const token = tokenIn(open);
    assert(await open.save());
    const closed = Uri.joinPath(folder, "closed.rest");
    await workspace.fs.writeFile(closed, Buffer.from(`@mine = ${token}\n${inserted}`));
    await workspace.fs.writeFile(Uri.joinPath(folder, "clean.http"), Buffer.from(clean));
    const kept = await openIn(folder, "kept.http", inserted);
    const dirty = await openIn(folder, "dirty.http", inserted);
    const edit = new WorkspaceEdit();
    edit.insert(dirty.uri, dirty.positionAt(0), "# typed\n");
    assert(await workspace.applyEdit(edit));

    answer((row) => isMine(row) && !row.label.endsWith("kept.http"));
    const person = setup.person();
    assert.equal(await run("argus.removeTokensInWorkspace"), true);
    const rows = (lists[0] ?? []).filter(isMine);
    assert.deepEqual(
      rows.map(({ label, description, picked }) => [label.split("/").at(-1), description, picked]),
      [
        ["closed.rest", "2 tokens", true],
        ["dirty.http", "1 token", true],
        ["kept.http", "1 token", true],
        ["open.http", "1 token", true],
      ],
    );
    assert.equal(Buffer.from(await workspace.fs.readFile(closed)).toString(), clean);
    assert.equal(await textOnDisk(open), clean);
    assert.equal(await textOnDisk(kept), inserted);
    assert.equal(dirty.getText(), `# typed\n${clean}`);
    assert.equal(await textOnDisk(dirty), inserted);
    assert.match(person.messages[0]?.text ?? "", /^Removed 4 tokens from 3 files\. Not saved because .*dirty\.http\.$/);
    assert(await dirty.save());
  });

  it("are kept if nobody picks a file, and restored by one undo", async () => {
    const document = await openIn(folder, "one.http", "GET https://example.com/a\n");
    assert.equal(await run("argus.insertToken", document.uri.toString(), 0), true);
    const inserted = document.getText();
    assert(await document.save());
    answer(() => false);
    assert.equal(await run("argus.removeTokensInWorkspace"), false);
    assert.equal(document.getText(), inserted);
    answer(isMine);
    assert.equal(await run("argus.removeTokensInWorkspace"), true);
    assert.equal(await textOnDisk(document), "GET https://example.com/a\n");
    await window.showTextDocument(document);
    await commands.executeCommand("undo");
    assert.equal(document.getText(), inserted);
  });
});
