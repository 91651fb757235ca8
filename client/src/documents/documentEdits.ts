import { Range, type TextDocument, TextEdit, workspace, WorkspaceEdit } from "vscode";
import type { EditsValue } from "../../../common/protocol/documents.ts";

/** Schemes of documents that the editor keeps itself, whatever their place may be. */
const KEPT_BY_EDITOR = new Set(["untitled", "vscode-notebook-cell"]);

/**
 * Can a person save what is written into the document? An extension's virtual document takes edits and loses them.
 *
 * @see https://code.visualstudio.com/api/references/vscode-api#FileSystem
 */
export function isWritable({ uri: { scheme } }: TextDocument): boolean {
  return KEPT_BY_EDITOR.has(scheme) || workspace.fs.isWritableFileSystem(scheme) === true;
}

/** How often edits are asked for again when somebody types in between. */
export const TRIES = 3;

/** One undo step, and only on the one version that all edits are for. */
export async function applyEdits(document: TextDocument, answers: readonly EditsValue[]): Promise<boolean> {
  if (document.isClosed || answers.some(({ version }) => version !== document.version)) return false;
  const edits = answers.flatMap((answer) => answer.edits);
  if (edits.length === 0) return true;
  const edit = new WorkspaceEdit();
  edit.set(document.uri, textEdits(edits));
  return workspace.applyEdit(edit);
}

/** The worker's edits as the editor's own. */
export function textEdits(edits: EditsValue["edits"]): TextEdit[] {
  return edits.map(({ range: { start, end }, newText }) =>
    TextEdit.replace(new Range(start.line, start.character, end.line, end.character), newText),
  );
}
