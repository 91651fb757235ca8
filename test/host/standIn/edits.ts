/** How the client edits documents of the stand-in for VS Code. */
import { type Position, standIn } from "./state.ts";

/** In a document, both positions with `line` and `character`. */
export class Range {
  readonly start: Position;
  readonly end: Position;
  readonly isEmpty: boolean;

  constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number) {
    this.start = { line: startLine, character: startCharacter };
    this.end = { line: endLine, character: endCharacter };
    this.isEmpty = startLine === endLine && startCharacter === endCharacter;
  }
}

export const TextEdit = { replace: (range: Range, newText: string) => ({ range, newText }) };

type Edits = ReturnType<typeof TextEdit.replace>[];

export class WorkspaceEdit {
  readonly entries: [uri: { toString(): string }, edits: Edits][] = [];

  set(uri: { toString(): string }, edits: Edits): void {
    this.entries.push([uri, edits]);
  }
}

type StandInDocument = (typeof standIn.documents)[number];

/** Collects the edits of one step. */
export class EditBuilder {
  readonly edits: Edits = [];

  insert({ line, character }: Position, newText: string): void {
    this.replace(new Range(line, character, line, character), newText);
  }

  replace(range: Range, newText: string): void {
    this.edits.push(TextEdit.replace(range, newText));
  }
}

/** Like VS Code, it seems to succeed in a read-only editor, but not if the document has changed meanwhile. */
export async function editIn(document: StandInDocument, build: (builder: EditBuilder) => void): Promise<boolean> {
  const builder = new EditBuilder();
  build(builder);
  const { version } = document;
  await standIn.pause("edit");
  if (document.version !== version) return false;
  if (document === standIn.readOnly) return true;
  standIn.edits += 1;
  document.apply?.(builder.edits);
  if (version !== undefined && document.version === version) document.version = version + 1;
  return true;
}
