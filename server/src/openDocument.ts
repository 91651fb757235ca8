import type { TextDocumentContentChangeEvent } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { addDamage } from "./http/parse/damage.ts";
import type { Range } from "../../common/protocol/documents.ts";
import type { Damage } from "./http/parse/damage.ts";
import type { HttpDocument } from "./http/parse/model.ts";
import { parse } from "./http/parse/parse.ts";
import { update } from "./http/parse/update.ts";

/**
 * An open document in `TextDocuments`: its text and its model. The model is updated on demand, so that everything typed
 * between two requests is parsed once.
 */
export class OpenDocument {
  static #opened = 0;
  /** A number unique to this document, shorter than its URI. */
  readonly id = ++OpenDocument.#opened;
  #text: TextDocument;
  #model: HttpDocument | undefined;
  /** The changes since the model was made. */
  #damages: readonly Damage[] = [];

  private constructor(text: TextDocument) {
    this.#text = text;
  }

  static create(uri: string, languageId: string, version: number, content: string): OpenDocument {
    return new OpenDocument(TextDocument.create(uri, languageId, version, content));
  }

  /** Applies the changes of a `textDocument/didChange`, each to the text after the previous one. */
  static update(
    document: OpenDocument,
    changes: readonly TextDocumentContentChangeEvent[],
    version: number,
  ): OpenDocument {
    for (const change of changes) {
      if ("range" in change) document.#replace(change, version);
      else document.#replaceAll(change.text, version);
    }
    // A notification without changes still has a new version.
    TextDocument.update(document.#text, [], version);
    return document;
  }

  get uri(): string {
    return this.#text.uri;
  }

  get version(): number {
    return this.#text.version;
  }

  get text(): string {
    return this.#text.getText();
  }

  /** The range of a piece of the text, by UTF-16 offsets. */
  rangeOf(offset: number, length: number): Range {
    return { start: this.#text.positionAt(offset), end: this.#text.positionAt(offset + length) };
  }

  get model(): HttpDocument {
    if (this.#model === undefined) this.#model = parse(this.text);
    else if (this.#damages.length > 0) this.#model = update(this.#model, this.text, this.#damages);
    this.#damages = [];
    return this.#model;
  }

  #replace(
    { range, text: inserted }: Extract<TextDocumentContentChangeEvent, { range: unknown }>,
    version: number,
  ): void {
    const text = this.#text;
    const offsets = [text.offsetAt(range.start), text.offsetAt(range.end)];
    const [start, end] = [Math.min(...offsets), Math.max(...offsets)];
    const around = this.text.charAt(start - 1) + (inserted.charAt(0) || this.text.charAt(end));
    const after = inserted.slice(-1) + this.text.charAt(end);
    // TextDocument would keep lines for positions beyond the text.
    const inside = { start: text.positionAt(start), end: text.positionAt(end) };
    TextDocument.update(text, [{ range: inside, text: inserted }], version);
    // TextDocument would also miss that a CR and an LF that are now adjacent are one line break.
    if (around === "\r\n" || after === "\r\n") this.#recount();
    if (this.#model) this.#damages = addDamage(this.#damages, start, end, inserted.length);
  }

  #replaceAll(content: string, version: number): void {
    TextDocument.update(this.#text, [{ text: content }], version);
    this.#model = undefined;
    this.#damages = [];
  }

  #recount(): void {
    const { uri, languageId, version } = this.#text;
    this.#text = TextDocument.create(uri, languageId, version, this.text);
  }
}
