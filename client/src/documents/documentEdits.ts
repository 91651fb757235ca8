import { Range, type TextDocument, TextEdit, type TextEditor, window, workspace, WorkspaceEdit } from "vscode";
import type { EditsValue } from "../../../common/protocol/documents.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import { isKnownWritable } from "./writable.ts";

/** How often edits are requested again because the person typed meanwhile. */
export const TRIES = 3;

/** What became of edits: the document has another version or is closed (`outdated`), or the person cannot edit it. */
export type Edited = "applied" | "outdated" | "readOnly";

/**
 * Applies edits in one undo step, but only to the document version that they are all for. In an editor where the person
 * cannot type, nothing is edited: only the editor knows whether a permission, a setting or the session make it read-only.
 */
export async function applyEdits(document: TextDocument, answers: readonly EditsValue[]): Promise<Edited> {
  const { version } = document;
  if (document.isClosed || answers.some((answer) => answer.version !== version)) return "outdated";
  const edits = textEdits(answers.flatMap((answer) => answer.edits));
  if (edits.length === 0) return "applied";
  const editors = window.visibleTextEditors.filter((editor) => editor.document === document);
  if (editors.length === 0) return applyUnseen(document, edits);
  for (const editor of editors) {
    if (!(await applyIn(editor, edits))) return "outdated";
    if (document.version !== version) return "applied";
    // A read-only editor only seems to succeed. The document may be in another one too, for example beside a comparison.
  }
  return "readOnly";
}

/**
 * Applies edits that are requested for the document's present version, and requests them again if the person typed
 * meanwhile.
 *
 * @param request `undefined` if the document changed while the edits were made
 * @param changed the failure if the person does not stop typing
 * @returns what was applied; errors: `readOnly`, and those of `request`
 */
export async function editDocument(
  document: TextDocument,
  request: () => Promise<Outcome<readonly EditsValue[]> | undefined>,
  changed: "documentChanged" | "requestChanged" = "documentChanged",
): Promise<Outcome<readonly EditsValue[]>> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const requested = await request();
    if (requested === undefined) continue;
    if (!requested.ok) return requested;
    const edited = await applyEdits(document, requested.value);
    if (edited === "applied") return requested;
    if (edited === "readOnly") return failure("readOnly");
  }
  return failure(changed);
}

/** @returns false if the document has changed or the editor is closed */
async function applyIn(editor: TextEditor, edits: readonly TextEdit[]): Promise<boolean> {
  const write = (): Thenable<boolean> =>
    editor.edit((builder) => {
      for (const { range, newText } of edits) {
        // Unlike a replacement, an insertion moves a cursor that is there.
        if (range.isEmpty) builder.insert(range.start, newText);
        else builder.replace(range, newText);
      }
    });
  try {
    return await write();
  } catch {
    // It was closed meanwhile.
    return false;
  }
}

/** In no visible editor, for example because the person looks at another tab meanwhile. */
async function applyUnseen(document: TextDocument, edits: TextEdit[]): Promise<Edited> {
  const { version } = document;
  if (!(await isKnownWritable(document))) return "readOnly";
  if (document.isClosed || document.version !== version) return "outdated";
  const edit = new WorkspaceEdit();
  edit.set(document.uri, edits);
  return (await workspace.applyEdit(edit)) ? "applied" : "outdated";
}

/** Converts the worker's edits to the editor's. */
export function textEdits(edits: EditsValue["edits"]): TextEdit[] {
  return edits.map(({ range: { start, end }, newText }) =>
    TextEdit.replace(new Range(start.line, start.character, end.line, end.character), newText),
  );
}
