import { TabInputText, type TextDocument, Uri, window, workspace } from "vscode";
import { environmentFileKind } from "../../../common/environmentFiles.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import { trackLine } from "./lineTracker.ts";

/** A document and a zero-based line in it, which moves when text above it changes. */
export interface DocumentLine {
  readonly document: TextDocument;
  /** `undefined` once the line was changed or its document closed. */
  readonly line: number | undefined;
  dispose(): void;
}

/**
 * The line in a command's arguments (`uri, line` or one object), else the cursor's. VS Code does not say who runs a
 * command, so only visible documents are accepted: no extension can secretly have a token written into a document of
 * its own.
 *
 * @param isAccepted whether the command is for such a document; by default `.http` documents
 *
 * Errors: `notHttp`, `notGiven`, `notShown`.
 */
export async function documentLineOf(uri: unknown, line: unknown, isAccepted = isHttp): Promise<Outcome<DocumentLine>> {
  if (typeof uri === "object" && uri !== null && "uri" in uri) {
    return documentLineOf(uri.uri, "line" in uri ? uri.line : undefined, isAccepted);
  }
  const editor = window.activeTextEditor;
  const document = typeof uri === "string" ? await openDocument(uri) : editor?.document;
  if (document === undefined) return failure(isTextInFront() ? "notGiven" : "notHttp");
  if (!isAccepted(document)) return failure("notHttp");
  if (!(await isShown(document))) return failure("notShown");
  const cursor = editor?.document === document ? editor.selection.active.line : 0;
  const tracked = trackLine(document, isLine(line) ? line : cursor);
  return {
    ok: true,
    value: {
      document,
      get line() {
        return document.isClosed ? undefined : tracked.line;
      },
      dispose() {
        tracked.dispose();
      },
    },
  };
}

/** Does VS Code hide the document in front from extensions? Only called if none was found. */
function isTextInFront(): boolean {
  return (
    window.activeTextEditor === undefined && window.tabGroups.activeTabGroup.activeTab?.input instanceof TabInputText
  );
}

function isLine(line: unknown): line is number {
  return Number.isInteger(line) && Number(line) >= 0;
}

function isHttp({ languageId }: TextDocument): boolean {
  return languageId === "http";
}

/** A document that may hold an API key: environment files too. */
export function mayHoldKey(document: TextDocument): boolean {
  return isHttp(document) || environmentFileKind(document.uri.path) !== undefined;
}

/** Is the document visible? If it is in a background tab, brings it to the front. */
async function isShown(document: TextDocument): Promise<boolean> {
  if (window.visibleTextEditors.some((editor) => editor.document === document)) return true;
  const uri = document.uri.toString();
  const inputs = window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  if (!inputs.some((input) => input instanceof TabInputText && input.uri.toString() === uri)) return false;
  await window.showTextDocument(document, { preserveFocus: true, preview: false });
  return true;
}

async function openDocument(uri: string): Promise<TextDocument | undefined> {
  try {
    return await workspace.openTextDocument(Uri.parse(uri));
  } catch {
    return undefined;
  }
}
