import assert from "node:assert/strict";
import { CodeLens, commands, type Disposable, languages, Range, type TextDocument, workspace } from "vscode";
import { run, until, useExtension } from "./setup.ts";

const RELOADS = 10;

/** Selectors of REST Client and httpYac. */
const SELECTORS = [
  [
    { language: "http", scheme: "file" },
    { language: "http", scheme: "untitled" },
  ],
  [{ language: "http" }],
];

describe("the order of lenses", () => {
  const setup = useExtension();
  let senders: Disposable[] = [];

  afterEach(() => {
    for (const sender of senders) sender.dispose();
  });

  function startSenders(): void {
    for (const sender of senders) sender.dispose();
    senders = SELECTORS.map((selector) =>
      languages.registerCodeLensProvider(selector, {
        provideCodeLenses: () => [new CodeLens(new Range(0, 0, 0, 0), { title: "send", command: "standIn.send" })],
      }),
    );
  }

  async function titles({ uri }: TextDocument): Promise<string[]> {
    const lenses = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", uri, 10);
    return lenses.map(({ command }) => command?.title ?? "");
  }

  it("puts lenses that send first, whichever extension starts last", async () => {
    const document = await setup.open("GET https://example.com/a\n");
    for (let reload = 0; reload < RELOADS; reload++) {
      if (reload % 2 === 0) startSenders();
      else assert.equal(await run("argus.restartWorker"), true);
      await until("all lenses", async () => (await titles(document)).length === 5);
      assert.deepEqual((await titles(document)).slice(0, 2), ["send", "send"], `reload ${reload}`);
    }
  });

  it("gives no lens to other languages", async () => {
    const other = await workspace.openTextDocument({ language: "plaintext", content: "GET https://example.com/a\n" });
    assert.deepEqual(await titles(other), []);
  });
});
