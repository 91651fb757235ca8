import { Range, type TextDocument, TextEdit, workspace, WorkspaceEdit } from "vscode";
import type { EditsValue } from "../../../common/protocol/documents.ts";

/** Schemes of documents that the editor itself stores. */
const KEPT_BY_EDITOR = new Set(["untitled", "vscode-notebook-cell"]);

/**
 * Can the person save edits of the document? A virtual document of an extension accepts edits and loses them.
 *
 * @see https://code.visualstudio.com/api/references/vscode-api#FileSystem
 */
export function isWritable({ uri: { scheme } }: TextDocument): boolean {
  return KEPT_BY_EDITOR.has(scheme) || workspace.fs.isWritableFileSystem(scheme) === true;
}

/** How often edits are requested again because the person typed meanwhile. */
export const TRIES = 3;

/** Applies edits in one undo step, but only to the document version that they are all for. */
export async function applyEdits(document: TextDocument, answers: readonly EditsValue[]): Promise<boolean> {
  if (document.isClosed || answers.some(({ version }) => version !== document.version)) return false;
  const edits = answers.flatMap((answer) => answer.edits);
  if (edits.length === 0) return true;
  const edit = new WorkspaceEdit();
  edit.set(document.uri, textEdits(edits));
  return workspace.applyEdit(edit);
}

/** Converts the worker's edits to the editor's. */
export function textEdits(edits: EditsValue["edits"]): TextEdit[] {
  return edits.map(({ range: { start, end }, newText }) =>
    TextEdit.replace(new Range(start.line, start.character, end.line, end.character), newText),
  );
}
