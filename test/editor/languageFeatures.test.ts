import assert from "node:assert/strict";
import {
  type CodeAction,
  type CodeLens,
  commands,
  type CompletionList,
  type Diagnostic,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  languages,
  type MarkdownString,
  Position,
  Range,
  Selection,
  type TextDocument,
  type Uri,
  window,
  workspace,
} from "vscode";
import { addProfile, run, tokenIn, until, useExtension } from "./setup.ts";

/** How long to wait for a list of completions before asking again, in ms. */
const PATIENCE = 2000;

/** Types a text at the end of the document. */
async function type(document: TextDocument, text: string): Promise<void> {
  const editor = await window.showTextDocument(document);
  await commands.executeCommand("cursorBottom");
  await commands.executeCommand("type", { text });
  assert.equal(editor.document, document);
}

/** Our diagnostics in a document, once there are this many. */
function problems(document: TextDocument, count: number): Promise<Diagnostic[]> {
  return until(`${count} problems`, () => {
    const found = languages.getDiagnostics(document.uri).filter(({ source }) => source === "argus");
    return found.length === count && found;
  });
}

function codeOf({ code }: Diagnostic): unknown {
  return typeof code === "object" ? code.value : code;
}

/** Applies a code action as a click would. */
async function click({ edit, command }: CodeAction): Promise<void> {
  if (edit) assert(await workspace.applyEdit(edit));
  if (command) await commands.executeCommand(command.command, ...(command.arguments as unknown[]));
}

async function actionsIn(document: TextDocument, range: Range): Promise<CodeAction[]> {
  return commands.executeCommand<CodeAction[]>("vscode.executeCodeActionProvider", document.uri, range);
}

describe("language features", () => {
  const setup = useExtension();
  beforeEach(async () => {
    await addProfile(setup.sandbox, { forwardedFor: "192.0.2.1" });
    setup.person([setup.sandbox.apiKey]);
  });

  it("show lenses, outline, folding and links while typing", async () => {
    const document = await setup.open("### One\n");
    await type(document, "POST https://example.com/a\nX: y\n\n< ./body.json\n");
    const provide = <T>(what: string): Thenable<T> => commands.executeCommand<T>(`vscode.execute${what}`, document.uri);
    await until("the lenses", async () => (await provide<CodeLens[]>("CodeLensProvider")).length === 3);
    const [symbol] = await provide<DocumentSymbol[]>("DocumentSymbolProvider");
    assert.equal(symbol?.name, "One");
    const ranges = await provide<FoldingRange[]>("FoldingRangeProvider");
    assert(ranges.some(({ start, end }) => start === 0 && end === 4));
    const links = await provide<DocumentLink[]>("LinkProvider");
    assert(links.some(({ target }) => target?.path.endsWith("/body.json")));
  });

  it("show lenses in threes, with commands for the visible ones of a huge file", async () => {
    const lenses = (uri: Uri, resolved?: number): Thenable<CodeLens[]> =>
      commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", uri, resolved);
    const small = await setup.open("GET /a\n###\nPOST /b\nAuthorization: Bearer x\n");
    await until("their lenses", async () => (await lenses(small.uri)).length === 6);
    assert.deepEqual(
      (await lenses(small.uri)).map(({ range, command }) => [range.start.line, command?.title]),
      [
        ...["$(key)\u00a0default · Insert token", "Introspect", "Userinfo"].map((title) => [0, title]),
        ...["$(key)\u00a0default · Insert token", "Introspect", "Userinfo"].map((title) => [2, title]),
      ],
    );
    const huge = await setup.open("###\nGET /a\n".repeat(600));
    await until("its lenses", async () => (await lenses(huge.uri)).length === 1800);
    // Visible lenses need no second request.
    await until("a command in sight", async () => (await lenses(huge.uri))[0]?.isResolved);
    assert.equal((await lenses(huge.uri)).at(-1)?.isResolved, false);
    const [first, second] = await lenses(huge.uri, 2);
    assert.deepEqual(first?.command, {
      title: "$(key)\u00a0default · Insert token",
      command: "argus.insertToken",
      arguments: [huge.uri.toString(), 1],
    });
    assert.equal(second?.command?.title, "Introspect");
    assert.equal(await run("argus.restartWorker"), true);
    await until("the new worker's", async () => (await lenses(huge.uri)).length === 1800);
  });

  it("complete while typing, and insert the token with one choice", async () => {
    const document = await setup.open("# @argus \nGET https://example.com/a\n");
    const complete = (line: number, character: number): Thenable<CompletionList> =>
      commands.executeCommand<CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        new Position(line, character),
      );
    const labels = ({ items }: CompletionList): unknown[] =>
      items.map(({ label }) => (typeof label === "string" ? label : label.label));
    await until("the profile", async () => labels(await complete(0, 9)).includes("default"));
    await type(document, "Authorization: ");
    const styles = await until("the styles", async () => {
      const found = await complete(2, 15);
      return labels(found).includes("Bearer {{argusToken}}") && found.items;
    });
    const literal = styles.find(({ command }) => command?.arguments?.[2] === "literal")?.command;
    assert(literal);
    await commands.executeCommand(literal.command, ...(literal.arguments as unknown[]));
    assert(tokenIn(document));
    const hovers = await commands.executeCommand<Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      new Position(2, 20),
    );
    const texts = hovers.flatMap(({ contents }) => contents.map((content) => (content as MarkdownString).value));
    assert(
      texts.some((text) => text.includes("live for another")),
      texts.join("\n"),
    );
  });

  it("complete over the rest of the word at the cursor", async () => {
    const document = await setup.open("@apiHost = x\nGET https://{{apiOld}}/a\n");
    const editor = await window.showTextDocument(document);
    const inWord = new Position(1, "GET https://{{api".length);
    editor.selection = new Selection(inWord, inWord);
    const accepted = async (): Promise<boolean> => {
      await commands.executeCommand("acceptSelectedSuggestion");
      return document.lineAt(1).text === "GET https://{{apiHost}}/a";
    };
    await until("the whole name", async () => {
      await commands.executeCommand("editor.action.triggerSuggest");
      // Each request cancels the previous one, so it needs time.
      return until("an answer", accepted, PATIENCE).catch(() => false);
    });
  });

  it("underline problems, and fix them", async () => {
    const document = await setup.open("# @argus defautl\nGET http://example.com/a\nAuthorization: Bearer x\n");
    const found = await problems(document, 2);
    assert.deepEqual(found.map(codeOf).sort(), ["insecure-authorization", "unknown-profile"]);
    assert(found.every(({ code }) => typeof code === "object" && code.target.path.endsWith("/docs/diagnostics.md")));
    for (const title of ["Change to “default”", "Use https:"]) {
      const actions = await actionsIn(document, new Range(0, 0, document.lineCount, 0));
      const action = actions.find((candidate) => candidate.title === title);
      assert(action, title);
      await click(action);
    }
    assert.equal(document.getText(), "# @argus default\nGET https://example.com/a\nAuthorization: Bearer x\n");
    await problems(document, 0);
  });

  it("check again when the settings change", async () => {
    const document = await setup.open("# @argus other\nGET https://example.com/a\n");
    await problems(document, 1);
    await addProfile(setup.sandbox, {}, "other");
    await problems(document, 0);
  });

  it("remove all tokens of a file in one undo step", async () => {
    const text = "GET https://example.com/a\nX: y\n";
    const document = await setup.open(text);
    assert.equal(await run("argus.insertToken", document.uri.toString(), 0, "variable"), true);
    const inserted = document.getText();
    assert.match(inserted, /^@argusToken = \S+\nGET \S+\nAuthorization: Bearer \{\{argusToken\}\}\nX: y\n$/);
    assert.equal(await run("argus.removeTokens", document.uri.toString(), 0), true);
    assert.equal(document.getText(), text);
    await commands.executeCommand("undo");
    assert.equal(document.getText(), inserted);
  });

  it("say if there is no token to remove", async () => {
    const document = await setup.open("GET https://example.com/a\nAuthorization: Bearer other\n");
    const person = setup.person();
    assert.equal(await run("argus.removeTokens", document.uri.toString(), 0), false);
    assert.match(person.messages[0]?.text ?? "", /no Argus token/);
  });

  it("overwrite another scheme's credentials only after asking", async () => {
    const text = "GET https://example.com/a\nAuthorization: Basic dXNlcjpwYXNz\n";
    const document = await setup.open(text);
    const uri = document.uri.toString();
    assert.equal(await run("argus.insertToken", uri, 0), false);
    assert.equal(document.getText(), text);
    const person = setup.person([], ["Replace"]);
    assert.equal(await run("argus.insertToken", uri, 0), true);
    assert.match(person.messages[0]?.text ?? "", /Replace the request's Authorization/);
    assert(tokenIn(document));
  });

  it("replace a foreign reference only after showing it", async () => {
    const document = await setup.open("GET https://example.com/a\nAuthorization: Bearer {{login.token}}\n");
    await addProfile(setup.sandbox);
    const person = setup.person([setup.sandbox.apiKey], ["Replace"]);
    assert.equal(await run("argus.insertToken", document.uri.toString(), 0), true);
    assert.match(JSON.stringify(person.messages[0]), /\{\{login\.token\}\}/);
    assert(tokenIn(document));
  });
});
