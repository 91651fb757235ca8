/** Variables that a file does not define itself. */
import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import {
  type CodeAction,
  commands,
  type CompletionList,
  type Diagnostic,
  type Hover,
  languages,
  type MarkdownString,
  type Position,
  Range,
  type TextDocument,
  Uri,
  window,
  workspace,
} from "vscode";
import { addProfile, run, tokenIn, until, useExtension } from "./setup.ts";

async function newFolder(): Promise<Uri> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  assert(folder);
  return Uri.file(await mkdtemp(join(folder.fsPath, "variables-")));
}

async function write(folder: Uri, name: string, content: unknown): Promise<Uri> {
  const uri = Uri.joinPath(folder, name);
  await workspace.fs.writeFile(uri, Buffer.from(typeof content === "string" ? content : JSON.stringify(content)));
  return uri;
}

async function openIn(folder: Uri, name: string, content: unknown): Promise<TextDocument> {
  const document = await workspace.openTextDocument(await write(folder, name, content));
  await window.showTextDocument(document, { preview: false });
  return document;
}

function place(document: TextDocument, text: string): Position {
  return document.positionAt(document.getText().indexOf(text) + 3);
}

async function hoverAt(document: TextDocument, text: string): Promise<string> {
  const at = place(document, text);
  const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", document.uri, at);
  const contents = hovers.flatMap((hover) => hover.contents as MarkdownString[]);
  return contents.map(({ value }) => value.replaceAll("\\", "")).join("\n");
}

async function told(document: TextDocument, text: string, expected: string): Promise<void> {
  await until(expected, async () => (await hoverAt(document, text)).includes(expected));
}

function problemsIn({ uri }: TextDocument): string[] {
  const codeOf = ({ code }: Diagnostic): string => String(typeof code === "object" ? code.value : code);
  return languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === "argus")
    .map(codeOf);
}

describe("variables from outside a file", function () {
  this.timeout(40_000);
  const setup = useExtension();
  let folder: Uri;
  beforeEach(async () => {
    folder = await newFolder();
    await addProfile(setup.sandbox);
  });
  afterEach(async () => {
    const person = setup.person([{ label: "No environment" }]);
    await write(folder, "http-client.env.json", { dev: {} });
    await openIn(folder, "last.http", "GET /");
    assert.equal(await run("argus.selectEnvironment"), true);
    assert.deepEqual(person.picks.length, 1);
    await workspace.fs.delete(folder, { recursive: true });
  });

  it("show where the chosen environment defines them, while their files appear, change and disappear", async () => {
    const document = await openIn(folder, "a.http", "GET https://{{host}}/\nX: {{$dotenv KEY}}\n");
    assert.equal(await hoverAt(document, "{{host}}"), "");
    await write(folder, "http-client.env.json", { dev: { host: "d.example" }, prod: { host: "p.example" } });
    await told(document, "{{host}}", "Choose dev or prod with “Argus: Select HTTP Environment…”");

    const person = setup.person([{ label: "prod" }]);
    assert.equal(await run("argus.selectEnvironment"), true);
    assert.deepEqual(person.picks[0]?.labels, ["No environment", "dev", "prod"]);
    assert.match(person.messages[0]?.text ?? "", /“prod”/);
    await told(document, "{{host}}", "http-client.env.json, environment prod");
    assert(!(await hoverAt(document, "{{host}}")).includes("p.example"));

    const more = await write(folder, "http-client.private.env.json", { prod: { host: "private.example" } });
    await told(document, "{{host}}", "http-client.private.env.json, environment prod");
    await workspace.fs.delete(more);
    await told(document, "{{host}}", "http-client.env.json, environment prod");
    await write(folder, ".env", "KEY=1\n");
    await told(document, "{{$dotenv KEY}}", "Defined in .env");

    await openIn(folder, "b.http", "GET https://{{\n");
    const completed = await until("the names", async () => {
      const list = await commands.executeCommand<CompletionList>(
        "vscode.executeCompletionItemProvider",
        Uri.joinPath(folder, "b.http"),
        (await workspace.openTextDocument(Uri.joinPath(folder, "b.http"))).positionAt(14),
      );
      const found = list.items.find(({ label }) => (typeof label === "string" ? label : label.label) === "host");
      return found ?? false;
    });
    assert.equal(completed.detail, "http-client.env.json, environment prod");
  });

  it("decide a request's profile by its host, and give Introspect their token", async () => {
    const { sandbox } = setup;
    await addProfile(sandbox, { hosts: ["dev.example"] }, "other");
    const target = await openIn(folder, "target.http", "GET https://{{host}}/\n");
    await write(folder, "http-client.env.json", { $shared: { host: "dev.example" } });
    await told(target, "{{host}}", "$shared");
    // The profile “other” has no key yet: it is the one that is asked for.
    const person = setup.person([sandbox.apiKey]);
    assert.equal(await run("argus.insertToken", target.uri.toString(), 0), true);
    assert.match(person.boxes[0]?.title ?? "", /other/);
    const token = tokenIn(target);
    assert(token);

    await write(folder, "http-client.env.json", { $shared: { token } });
    const document = await openIn(folder, "b.http", "# @argus other\nGET /\nAuthorization: Bearer {{token}}\n");
    await told(document, "{{token}}", "other");
    setup.person([sandbox.clientSecret]);
    assert.equal(await run("argus.introspect", document.uri.toString(), 1), true);
    assert(sandbox.requests.some(({ fields }) => fields["token"] === token));
  });

  it("cause a warning if they contain an API key, which can be moved into a profile", async () => {
    const text = '{\r\n  // mine\r\n  "dev": { "argusApiKey": "1/2/mysecretapikey" }\r\n}\r\n';
    const document = await openIn(folder, "http-client.env.json", text);
    await until("the warning", () => problemsIn(document).join() === "argus-api-key-literal");
    const actions = await commands.executeCommand<CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      new Range(2, 0, 2, 50),
    );
    const action = actions.find(({ title }) => title === "Store this key in a profile and remove it here");
    assert(action?.command);
    setup.person([{ label: "default" }]);
    assert.equal(await run(action.command.command, ...(action.command.arguments as unknown[])), true);
    assert.equal(document.getText(), text.replace("1/2/mysecretapikey", ""));
    await until("no warning", () => problemsIn(document).length === 0);
    await document.save();
  });
});
