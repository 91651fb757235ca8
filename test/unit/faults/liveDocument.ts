import { TextDocument } from "vscode-languageserver-textdocument";
import { type Edit, type Position, standIn } from "../../host/standIn/state.ts";

/** A file in an editor, whose text changes. */
export class LiveDocument {
  readonly uri: { scheme: string; path: string; fsPath: string; toString(): string };
  readonly fileName: string;
  readonly languageId = "http";
  readonly isUntitled = false;
  isClosed = false;
  isDirty = false;
  #content: TextDocument;

  constructor(text: string, fileName = "/workspace/test.http") {
    const uri = `file://${fileName}`;
    this.fileName = fileName;
    this.uri = { scheme: "file", path: fileName, fsPath: fileName, toString: () => uri };
    this.#content = TextDocument.create(uri, this.languageId, 1, text);
  }

  get version(): number {
    return this.#content.version;
  }

  get lineCount(): number {
    return this.#content.lineCount;
  }

  getText(): string {
    return this.#content.getText();
  }

  lineAt(line: number): { text: string; range: { line: number; start: Position; end: Position } } {
    const text = this.getText().split("\n")[line] ?? "";
    return { text, range: { line, start: { line, character: 0 }, end: { line, character: text.length } } };
  }

  apply(edits: readonly Edit[]): void {
    const contentChanges = edits.map(({ range, newText }) => ({ range, text: newText }));
    const text = TextDocument.applyEdits(this.#content, [...edits]);
    this.#content = TextDocument.create(this.#content.uri, this.languageId, this.version + 1, text);
    this.isDirty = true;
    standIn.changed.fire({ document: this, contentChanges });
  }

  save(): Promise<boolean> {
    this.isDirty = false;
    return Promise.resolve(true);
  }
}
