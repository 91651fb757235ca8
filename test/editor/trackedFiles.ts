import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import {
  type CodeAction,
  commands,
  type Diagnostic,
  languages,
  Range,
  type TextDocument,
  Uri,
  window,
  workspace,
} from "vscode";
import { until } from "./setup.ts";

function codesIn(document: TextDocument): unknown[] {
  const codeOf = ({ code }: Diagnostic): unknown => (typeof code === "object" ? code.value : code);
  return languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === "argus")
    .map(codeOf);
}

export async function told(document: TextDocument, ...codes: string[]): Promise<void> {
  await until(`the problems ${codes.join(", ")}`, () => codesIn(document).join() === codes.join());
}

export async function actionIn(document: TextDocument, title: string): Promise<CodeAction> {
  const range = new Range(0, 0, document.lineCount, 0);
  const actions = await commands.executeCommand<CodeAction[]>("vscode.executeCodeActionProvider", document.uri, range);
  const action = actions.find((candidate) => candidate.title === title);
  assert(action, actions.map((candidate) => candidate.title).join("\n"));
  return action;
}

/** A new folder of the workspace. */
export async function newFolder(): Promise<Uri> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  assert(folder);
  return Uri.file(await mkdtemp(join(folder.fsPath, "folder-")));
}

export async function openIn(folder: Uri, name: string, text: string): Promise<TextDocument> {
  const uri = Uri.joinPath(folder, name);
  await workspace.fs.writeFile(uri, Buffer.from(text));
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document, { preview: false });
  return document;
}
