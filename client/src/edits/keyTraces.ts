import * as l10n from "@vscode/l10n";
import { basename } from "node:path";
import { commands, type TextDocument, type Uri, window, workspace } from "vscode";
import { failure, type Outcome } from "../failures/failure.ts";
import { plainLabel, plainText } from "../../../common/plainText.ts";

/** The file of a key, if it is on disk. All cells of a notebook are in one file. */
interface SavedFile {
  readonly uri: Uri;
  readonly isDirty: boolean;
  readonly isUntitled: boolean;
  save(): Thenable<boolean>;
}

/** Whether the file on disk still contains the key: `unsaved` until the person saves it. */
export type KeyTrace = "none" | "unsaved";

/**
 * Saves a document that a key was removed from, if the file on disk still contains it and the person agrees. That also
 * replaces VS Code's backup of the document. Errors: `keyNotSaved`.
 */
export async function eraseFromDisk(
  document: TextDocument,
  apiKey: string,
  profile: string,
): Promise<Outcome<KeyTrace>> {
  const file: SavedFile =
    workspace.notebookDocuments.find((notebook) => notebook.getCells().some((cell) => cell.document === document)) ??
    document;
  if (file.isUntitled || !file.isDirty || !(await isOnDisk(file.uri, apiKey))) return { ok: true, value: "none" };
  const name = plainLabel(basename(file.uri.path));
  const question = l10n.t("Save “{0}” now?", name);
  const detail = l10n.t("The API key of “{0}” stays on disk until the file is saved without it.", profile);
  const save = l10n.t("Save");
  const asks = (workspace.getConfiguration("files").get<string>("autoSave") ?? "off") === "off";
  const answer =
    asks && (await window.showWarningMessage(plainText(question), { modal: true, detail: plainText(detail) }, save));
  if (asks && answer !== save) return { ok: true, value: "unsaved" };
  const isSaved = await Promise.resolve(file.save()).catch(() => false);
  return isSaved ? { ok: true, value: "none" } : failure("keyNotSaved", profile);
}

/** An unreadable file may contain it. `files.encoding` can be UTF-16; without the last byte, the byte order does not matter. */
async function isOnDisk(uri: Uri, apiKey: string): Promise<boolean> {
  try {
    const bytes = Buffer.from(await workspace.fs.readFile(uri));
    return bytes.includes(apiKey) || bytes.includes(Buffer.from(apiKey, "utf16le").subarray(0, -1));
  } catch {
    return true;
  }
}

/**
 * Says where else the key may be and what helps, because we must not delete it there. @param line of the request that
 * no longer has a key
 */
export async function tellOfTraces(
  document: TextDocument,
  line: number | undefined,
  profile: string,
  trace: KeyTrace,
): Promise<void> {
  const text =
    trace === "none"
      ? l10n.t(
          "The API key was stored for “{0}” and removed from this file. VS Code's Local History and git can still have it: revoke the key in Argus under User Preferences, and store a new one.",
          profile,
        )
      : l10n.t(
          "The API key was stored for “{0}”, but it stays on disk until you save this file. VS Code's Local History and git can have it too: revoke the key in Argus under User Preferences, and store a new one.",
          profile,
        );
  const [insert, history] = [l10n.t("Insert Token"), l10n.t("Delete Local History…")];
  const buttons = line === undefined ? [history] : [insert, history];
  const chosen = await window.showInformationMessage(plainText(text), ...buttons);
  if (chosen === insert) await commands.executeCommand("argus.insertToken", document.uri.toString(), line);
  // For all files, after VS Code's own question; there is no command for a single file.
  if (chosen === history) await deleteHistory();
}

async function deleteHistory(): Promise<void> {
  try {
    await commands.executeCommand("workbench.action.localHistory.deleteAll");
  } catch {
    // An editor that is built on VS Code may lack the command.
    const text = l10n.t("This editor did not delete its Local History: delete it by hand.");
    void window.showErrorMessage(plainText(text));
  }
}
