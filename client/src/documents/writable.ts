import { stat } from "node:fs/promises";
import { FilePermission, languages, RelativePattern, type TextDocument, type Uri, workspace } from "vscode";

/** Schemes of documents that the editor itself stores. */
const KEPT_BY_EDITOR = new Set(["untitled", "vscode-notebook-cell"]);

/** Write permission of the file's owner: the only bit that VS Code checks, even for files of other users. */
const OWNER_WRITES = 0o200;

/**
 * Can the person save edits of the document? A virtual document of an extension accepts edits and loses them.
 *
 * @see https://code.visualstudio.com/api/references/vscode-api#FileSystem
 */
export function isWritable({ uri: { scheme } }: Pick<TextDocument, "uri">): boolean {
  return KEPT_BY_EDITOR.has(scheme) || workspace.fs.isWritableFileSystem(scheme) === true;
}

/**
 * The same for a document that may be in no visible editor, where VS Code lets extensions edit read-only documents too:
 * considers its permissions and settings. Extensions cannot see which tabs are read-only for the session.
 */
export async function isKnownWritable(document: TextDocument): Promise<boolean> {
  const { uri } = document;
  if (!isWritable(document)) return false;
  return KEPT_BY_EDITOR.has(uri.scheme) || (!isReadOnlyBySetting(document) && (await isPermitted(uri)));
}

async function isPermitted(uri: Uri): Promise<boolean> {
  try {
    // VS Code's own answer leaves out the permissions of files on disk.
    if (uri.scheme === "file") return ((await stat(uri.fsPath)).mode & OWNER_WRITES) !== 0;
    return (await workspace.fs.stat(uri)).permissions !== FilePermission.Readonly;
  } catch {
    // It is not there yet, or no longer.
    return true;
  }
}

/** @see https://code.visualstudio.com/docs/getstarted/userinterface#_configure-files-as-readonly */
function isReadOnlyBySetting(document: TextDocument): boolean {
  const settings = workspace.getConfiguration("files", document.uri);
  const folder = workspace.getWorkspaceFolder(document.uri);
  const matches = (name: string): boolean =>
    Object.entries(settings.get<Record<string, unknown>>(name) ?? {}).some(
      ([glob, isOn]) =>
        isOn === true &&
        [glob, ...(folder === undefined ? [] : [new RelativePattern(folder, glob)])].some(
          (pattern) => languages.match({ pattern }, document) > 0,
        ),
    );
  return matches("readonlyInclude") && !matches("readonlyExclude");
}
