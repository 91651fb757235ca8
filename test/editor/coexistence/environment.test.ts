/** httpYac says which environment counts. */
import assert from "node:assert/strict";
import { commands, type Hover, type MarkdownString, Position, type TextDocument, Uri, window, workspace } from "vscode";
import { addProfile, run, until, useExtension } from "../setup.ts";

async function hoverIn(document: TextDocument): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    new Position(0, 16),
  );
  const contents = hovers.flatMap((hover) => hover.contents as MarkdownString[]);
  return contents.map(({ value }) => value.replaceAll("\\", "")).join("\n");
}

describe("beside httpYac, the environment of variables", () => {
  const setup = useExtension();
  let next: string[] | undefined;
  const choice = commands.registerCommand("standIn.httpyac.nextEnvironment", () => next);
  after(() => {
    choice.dispose();
  });
  beforeEach(() => addProfile(setup.sandbox));

  it("is the one that httpYac has for each document, chosen in its list", async () => {
    const one = await setup.open("GET https://{{host}}/one\n");
    const file = Uri.joinPath(one.uri, "../http-client.env.json");
    await workspace.fs.writeFile(file, Buffer.from('{"dev":{"host":"dev.example"},"prod":{"host":"prod.example"}}'));
    await until("the file to be read", async () => (await hoverIn(one)).includes("another environment"));

    next = ["dev"];
    assert.equal(await run("argus.selectEnvironment", one.uri.toString(), 0), true);
    await until("dev", async () => (await hoverIn(one)).includes("environment dev"));

    const two = await setup.open("GET https://{{host}}/two\n");
    next = ["prod"];
    assert.equal(await run("argus.selectEnvironment", two.uri.toString(), 0), true);
    await until("prod", async () => (await hoverIn(two)).includes("environment prod"));
    await window.showTextDocument(one);
    await until("dev again", async () => (await hoverIn(one)).includes("environment dev"));
    await workspace.fs.delete(file);
  });
});
