import assert from "node:assert/strict";
import {
  type CodeLens,
  commands,
  EndOfLine,
  env,
  languages,
  Range,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
} from "vscode";
import { SAVE } from "./profileSteps.ts";
import { addProfile, run, tokenIn, until, useExtension } from "./setup.ts";

describe("a document", () => {
  const setup = useExtension();
  beforeEach(async () => {
    await addProfile(setup.sandbox);
    setup.person([setup.sandbox.apiKey, setup.sandbox.clientSecret]);
  });

  it("has three working lenses per request", async () => {
    const document = await setup.open("### One\nGET https://example.com/a\nAccept: */*\n\n### Two\nPOST /b\n");
    const lenses = await until("the lenses", async () => {
      const found = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 10);
      return found.length === 6 && found;
    });
    assert.deepEqual(
      lenses.map(({ range }) => range.start.line),
      [1, 1, 1, 5, 5, 5],
    );
    const [insert] = lenses;
    assert(insert?.command);
    assert.equal(insert.command.command, "argus.insertToken");
    await commands.executeCommand(insert.command.command, ...(insert.command.arguments as unknown[]));
    assert(tokenIn(document));
  });

  it("from another extension that is read-only is left alone, with a sentence and without a call", async () => {
    const provider = { provideTextDocumentContent: () => "GET https://example.com/a\n" };
    const registered = workspace.registerTextDocumentContentProvider("argus-test-readonly", provider);
    try {
      const uri = Uri.parse("argus-test-readonly:/a.http");
      const document = await languages.setTextDocumentLanguage(await workspace.openTextDocument(uri), "http");
      await window.showTextDocument(document);
      const person = setup.person([setup.sandbox.apiKey]);
      for (const command of ["insertToken", "refreshTokens", "removeTokens", "storeKey"]) {
        assert.equal(await run(`argus.${command}`, uri.toString(), 0), false, command);
      }
      assert.equal(document.getText(), "GET https://example.com/a\n");
      assert.equal(person.messages.length, 4);
      for (const { text } of person.messages) assert.match(text, /^This document is read-only/);
      assert.equal(setup.sandbox.requests.length, 0);
    } finally {
      registered.dispose();
    }
  });

  it("in a read-only editor is left unchanged, and a message says so", async () => {
    const document = await setup.open("GET https://example.com/a\n");
    const uri = document.uri.toString();
    const person = setup.person([setup.sandbox.apiKey]);
    await commands.executeCommand("workbench.action.files.setActiveEditorReadonlyInSession");
    assert.equal(await run("argus.insertToken", uri, 0), false);
    assert.equal(document.getText(), "GET https://example.com/a\n");
    assert.equal(document.isDirty, false);
    assert.match(person.messages[0]?.text ?? "", /This document is read-only/);
    await commands.executeCommand("workbench.action.files.setActiveEditorWriteableInSession");
    assert.equal(await run("argus.insertToken", uri, 0), true);
    assert(tokenIn(document));
  });

  it("with many requests gets its lenses' commands when they are shown", async () => {
    const document = await setup.open("###\nGET /one\n\n".repeat(600));
    // With a number, this many lenses are resolved; without, they are returned unresolved.
    const provide = (...resolved: number[]) =>
      commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", document.uri, ...resolved);
    await until("the lenses", async () => (await provide()).length === 1800);
    const lenses = await provide(1800);
    for (const [start, line] of [
      [0, 1],
      [1797, 1798],
    ] as const) {
      assert.deepEqual(
        lenses.slice(start, start + 3).map(({ command }) => [command?.command, command?.arguments?.[1] as unknown]),
        ["insertToken", "introspect", "userinfo"].map((id) => [`argus.${id}`, line]),
      );
    }
    assert.equal(await run("argus.insertToken", document.uri.toString(), 1), true);
    const [first] = await until("its new title", async () => {
      const found = await provide(1);
      return found[0]?.command?.title.startsWith("$(key)\u00a0default · live until ") && found;
    });
    assert.equal(first?.range.start.line, 1);
  });

  it("gets the token as its first header, with its own line breaks, in one undo step", async () => {
    const text = 'POST https://example.com/a?b\r\n  &c=d\r\n# note\r\nAccept: */*\r\n\r\n{"Authorization: x": 1}\r\n';
    const document = await setup.open(text);
    assert.equal(document.eol, EndOfLine.CRLF);
    assert.equal(await run("argus.insertToken", document.uri.toString(), 0), true);
    const token = tokenIn(document)!;
    const header = `Authorization: Bearer ${token}\r\n`;
    assert.equal(document.getText(), text.replace("&c=d\r\n", `&c=d\r\n${header}`));
    await commands.executeCommand("undo");
    assert.equal(document.getText(), text);
  });

  it("has only the old token replaced", async () => {
    const text = "@a = b\n\nGET /one\nauthorization:Bearer old/token\nX: y\n\n### Two\nGET /two\n";
    const document = await setup.open(text);
    await run("argus.insertToken", document.uri.toString(), 2);
    assert.match(
      document.getText(),
      /^@a = b\n\nGET \/one\nauthorization: ?Bearer myUserName\/\S+\nX: y\n\n### Two\nGET \/two\n$/,
    );
    await commands.executeCommand("undo");
    assert.equal(document.getText(), text);
  });

  it("has all of its Argus tokens refreshed at once, and no others", async () => {
    const document = await setup.open("GET /one\n\n###\nGET /two\nAuthorization: Bearer other\n\n###\nGET /three\n");
    const uri = document.uri.toString();
    assert.equal(await run("argus.insertToken", uri, 0), true);
    assert.equal(await run("argus.insertToken", uri, document.lineCount - 2), true);
    const before = tokenIn(document);
    // The current token is still live.
    assert.equal(await run("argus.refreshTokens", uri), true);
    const after = tokenIn(document);
    assert.notEqual(after, before);
    assert.equal(tokenIn(document, 1), "other");
    assert.equal(tokenIn(document, 2), after);
  });

  it("keeps the style of each token when refreshed, whatever argus.insertAs says", async () => {
    const reference = "Authorization: Bearer {{$processEnv ARGUS_TOKEN}}";
    const document = await setup.open(`GET /one\n\n###\nGET /two\n\n###\nGET /three\n${reference}\n`);
    const uri = document.uri.toString();
    assert.equal(await run("argus.insertToken", uri, 0, "variable"), true);
    const second = document.positionAt(document.getText().indexOf("GET /two")).line;
    assert.equal(await run("argus.insertToken", uri, second, "literal"), true);
    const before = document.getText();
    const [, token = ""] = /^@argusToken = (\S+)$/m.exec(before) ?? [];
    assert.equal(tokenIn(document, 1), token);
    assert.equal(await run("argus.getToken"), true);
    assert.equal(await run("argus.refreshTokens", uri), true);
    const after = tokenIn(document, 1);
    assert.notEqual(after, token);
    assert.equal(document.getText(), before.replaceAll(token, after ?? ""));
  });

  it("has each profile's tokens refreshed with that profile's own", async () => {
    const elsewhere = setup.sandbox.url.replace("127.0.0.1", "localhost");
    await addProfile(setup.sandbox, { url: elsewhere, scope: "openid" }, "other");
    setup.person([setup.sandbox.apiKey, setup.sandbox.apiKey]);
    const document = await setup.open("###\nGET /one\n\n###\n# @argus other\nGET /two\n");
    const uri = document.uri.toString();
    assert.equal(await run("argus.insertToken", uri, 1), true);
    assert.equal(await run("argus.insertToken", uri, document.lineCount - 2), true);
    assert.equal(await run("argus.getToken", "default"), true);
    assert.equal(await run("argus.getToken", "other"), true);
    assert.equal(await run("argus.refreshTokens", uri), true);
    const [first, second] = [tokenIn(document), tokenIn(document, 1)];
    assert.equal(await run("argus.copyToken", "default"), true);
    assert.equal(await env.clipboard.readText(), first);
    assert.equal(await run("argus.copyToken", "other"), true);
    assert.equal(await env.clipboard.readText(), second);
    assert.notEqual(first, second);
    await env.clipboard.writeText("");
  });

  it("gets the token by “Try Again” even if another document is in front", async () => {
    const document = await setup.open("GET /one\n");
    let retry: (() => void) | undefined;
    setup.person([setup.sandbox.apiKey, SAVE], [], (text) =>
      text.includes("not available") ? new Promise((resolve) => (retry = () => resolve("Try Again"))) : undefined,
    );
    setup.sandbox.fail({ kind: "status", status: 503, retryAfter: 60 }, 2);
    assert.equal(await run("argus.insertToken"), false);
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(0), "### Before\nGET /before\n\n###\n");
    assert(await workspace.applyEdit(edit));
    const other = await setup.open("GET /other\n");
    retry?.();
    await until("the token", () => tokenIn(document));
    assert.match(document.getText(), /^### Before\nGET \/before\n\n###\nGET \/one\nAuthorization: Bearer \S+\n$/);
    assert.equal(other.getText(), "GET /other\n");
  });

  it("that changes while the token is fetched gets it in the same request", async () => {
    const document = await setup.open("### One\nGET /one\n\n### Two\nGET /two\n");
    // The call waits for the answer to the prompt, so the edit below happens before the token arrives.
    const inserting = run("argus.insertToken", document.uri.toString(), 4);
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(0), "# one\n# two\n");
    assert(await workspace.applyEdit(edit));
    assert.equal(await inserting, true);
    assert.match(document.getText(), /GET \/one\n\n### Two\nGET \/two\nAuthorization: Bearer myUserName\/\S+\n$/);
  });

  it("whose request is deleted while the token is fetched is left alone", async () => {
    const document = await setup.open("### One\nGET /one\n\n### Two\nGET /two\n");
    const person = setup.person([setup.sandbox.apiKey]);
    const inserting = run("argus.insertToken", document.uri.toString(), 4);
    const edit = new WorkspaceEdit();
    edit.delete(document.uri, new Range(3, 0, 5, 0));
    assert(await workspace.applyEdit(edit));
    assert.equal(await inserting, false);
    assert.equal(document.getText(), "### One\nGET /one\n\n");
    assert.match(person.messages[0]?.text ?? "", /not edited|no request/);
  });

  it("with a directive uses that profile, and reports an unknown one", async () => {
    await addProfile(setup.sandbox, { scope: "openid" }, "other");
    const document = await setup.open("###\n# @argus other\nGET /one\n\n###\n# @argus nobody\nGET /two\n");
    assert.equal(await run("argus.insertToken", document.uri.toString(), 2), true);
    assert.equal(setup.sandbox.requests[0]?.fields["scope"], "openid");
    const person = setup.person();
    assert.equal(await run("argus.insertToken", document.uri.toString(), document.lineCount - 2), false);
    assert.match(person.messages[0]?.text ?? "", /no profile “nobody”/);
  });

  it("in another language gets an explanation", async () => {
    const other = await workspace.openTextDocument({ language: "plaintext", content: "GET /one\n" });
    const person = setup.person();
    assert.equal(await run("argus.insertToken", other.uri.toString(), 0), false);
    assert.match(person.messages[0]?.text ?? "", /\.http files/);
  });
});
