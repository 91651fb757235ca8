import { tmpdir } from "node:os";
import { dirname, sep } from "node:path";
import { type Disposable, type TextDocument, type Uri, workspace } from "vscode";
import { profileNames, tokenHeaderOf } from "../settings.ts";

/**
 * Recognizes documents of other extensions, which show what was sent and must not be changed automatically. REST Client
 * and httpYac create them untitled, in their storage folders, and as temporary files.
 */
export class ForeignDocuments implements Disposable {
  readonly #storage: string;
  /** URIs of untitled documents that already had a header for a token when they were opened. */
  readonly #untitled = new Set<string>();
  /** URIs of untitled documents that already had text when they were opened, unlike a person's. */
  readonly #filled = new Set<string>();
  /** URIs of documents that the person accepted, or that we opened. */
  readonly #accepted = new Set<string>();
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
        for (const known of [this.#untitled, this.#filled]) known.delete(this.#closedLast);
      }),
    ];
  }

  has({ uri }: TextDocument): boolean {
    if (uri.scheme === "untitled") return this.#untitled.has(uri.toString());
    if (workspace.getWorkspaceFolder(uri) !== undefined) return false;
    return [this.#storage, tmpdir()].some((folder) => uri.fsPath.startsWith(folder + sep));
  }

  /** Was the document probably opened by another extension, which could secretly read what is written into it? */
  mayBeTrap(document: TextDocument): boolean {
    const uri = document.uri.toString();
    return !this.#accepted.has(uri) && (this.#filled.has(uri) || this.has(document));
  }

  /** From now on, {@link mayBeTrap} is false for the document. */
  accept({ uri }: TextDocument): void {
    this.#accepted.add(uri.toString());
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
    // The next untitled document reuses the number.
    this.#accepted.delete(uri);
    if (document.getText() !== "") this.#filled.add(uri);
    const headers = [undefined, ...profileNames()].map((profile) => tokenHeaderOf(profile));
    const names = [...document.getText().matchAll(/^[^\s:]+(?=[^\S\r\n]*:)/gm)];
    if (names.some(([name]) => headers.some((header) => header.isNamed(name)))) this.#untitled.add(uri);
  }
}
