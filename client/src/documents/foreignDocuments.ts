import { tmpdir } from "node:os";
import { dirname, sep } from "node:path";
import { type Disposable, type TextDocument, type Uri, workspace } from "vscode";

/**
 * Recognizes documents of other extensions, which show what was sent and must not be changed automatically. REST Client
 * and httpYac create them untitled, in their storage folders, and as temporary files.
 */
export class ForeignDocuments implements Disposable {
  readonly #storage: string;
  /** URIs of untitled documents that already had an `Authorization` header when they were opened. */
  readonly #untitled = new Set<string>();
  #closedLast: string | undefined;
  readonly #subscriptions: Disposable[];

  /** @param globalStorage this extension's own storage folder */
  constructor(globalStorage: Uri) {
    this.#storage = dirname(dirname(globalStorage.fsPath));
    this.#subscriptions = [
      workspace.onDidOpenTextDocument((document) => {
        this.#open(document);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.#closedLast = uri.toString();
        this.#untitled.delete(this.#closedLast);
      }),
    ];
  }

  has({ uri }: TextDocument): boolean {
    if (uri.scheme === "untitled") return this.#untitled.has(uri.toString());
    if (workspace.getWorkspaceFolder(uri) !== undefined) return false;
    return [this.#storage, tmpdir()].some((folder) => uri.fsPath.startsWith(folder + sep));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #open(document: TextDocument): void {
    const uri = document.uri.toString();
    // Changing a document's language closes it and opens it again.
    const isReopened = uri === this.#closedLast;
    this.#closedLast = undefined;
    if (!document.isUntitled || isReopened) return;
    if (/^authorization\s*:/im.test(document.getText())) this.#untitled.add(uri);
  }
}
