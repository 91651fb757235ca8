import { TabInputText, type TextDocument, Uri, window, workspace } from "vscode";
import { failure, type Outcome } from "../failures/failure.ts";
import { trackLine } from "./lineTracker.ts";

/** Where in a document, with a zero-based line that typing elsewhere moves along. */
export interface DocumentLine {
  readonly document: TextDocument;
  /** `undefined` once the line was changed or its document closed. */
  readonly line: number | undefined;
  dispose(): void;
}

/**
 * The place that a lens names, as `uri, line` or in one object, else the cursor's. VS Code does not say who runs a command:
 * a document counts only where a person sees it, so that no extension has a token written into one of its own unnoticed.
 *
 * Errors: `notHttp`, `notShown`.
 */
export async function documentLineOf(uri: unknown, line: unknown): Promise<Outcome<DocumentLine>> {
  if (typeof uri === "object" && uri !== null && "uri" in uri) {
    return documentLineOf(uri.uri, "line" in uri ? uri.line : undefined);
  }
  const editor = window.activeTextEditor;
  const document = typeof uri === "string" ? await openDocument(uri) : editor?.document;
  if (document?.languageId !== "http") return failure("notHttp");
  if (!(await isShown(document))) return failure("notShown");
  const cursor = editor?.document === document ? editor.selection.active.line : 0;
  const tracked = trackLine(document, typeof line === "number" ? line : cursor);
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

/** Whether a person sees a document; one in a tab behind others is brought to the front. */
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
