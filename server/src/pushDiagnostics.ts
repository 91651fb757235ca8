import type { ClientCapabilities, Connection, Diagnostic, TextDocuments } from "vscode-languageserver";
import type { OpenDocument } from "./openDocument.ts";
import { ignored } from "../../common/ignored.ts";

/** In ms after a change, because people keep typing. */
const DELAY = 200;

/** Sends diagnostics to editors that do not pull them (LSP before 3.17). Does nothing for others. */
export class PushedDiagnostics {
  readonly #connection: Connection;
  readonly #documents: TextDocuments<OpenDocument>;
  readonly #find: (document: OpenDocument) => Diagnostic[];
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #isOn = false;

  constructor(
    connection: Connection,
    documents: TextDocuments<OpenDocument>,
    find: (document: OpenDocument) => Diagnostic[],
  ) {
    this.#connection = connection;
    this.#documents = documents;
    this.#find = find;
    documents.onDidChangeContent(({ document }) => {
      this.#schedule(document.uri);
    });
    documents.onDidClose(({ document: { uri } }) => {
      clearTimeout(this.#timers.get(uri));
      this.#timers.delete(uri);
      if (this.#isOn) this.#send(uri, []);
    });
  }

  initialize({ textDocument }: ClientCapabilities): void {
    this.#isOn = textDocument?.diagnostic === undefined && textDocument?.publishDiagnostics !== undefined;
  }

  /** Sends the diagnostics of all documents again after settings, tokens or the time changed. */
  refresh(): void {
    for (const { uri } of this.#documents.all()) this.#schedule(uri);
  }

  #schedule(uri: string): void {
    if (!this.#isOn) return;
    clearTimeout(this.#timers.get(uri));
    const tell = (): void => {
      this.#timers.delete(uri);
      const document = this.#documents.get(uri);
      if (document !== undefined) this.#send(uri, this.#find(document));
    };
    this.#timers.set(uri, setTimeout(tell, DELAY).unref());
  }

  #send(uri: string, diagnostics: Diagnostic[]): void {
    this.#connection.sendDiagnostics({ uri, diagnostics }).catch(ignored("an editor that is about to exit rejects it"));
  }
}
