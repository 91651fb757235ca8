/** A place in a document: zero-based, in UTF-16 code units. */
interface Position {
  line: number;
  character: number;
}

/** An edit within one line that puts in no line break. */
export interface LineEdit {
  range: { start: Position; end: Position };
  newText: string;
}

/**
 * Where a position is after edits that do not touch each other, if texts are replaced under it: as far into the new text
 * as it was into the old one, and at its end if it was there.
 */
export function movedPosition({ line, character }: Position, edits: readonly LineEdit[]): Position {
  let moved = character;
  for (const { range, newText } of edits) {
    const { start, end } = range;
    if (start.line !== line || start.character >= character) continue;
    if (end.character <= character) moved += newText.length - (end.character - start.character);
    else moved -= Math.max(0, character - start.character - newText.length);
  }
  return { line, character: moved };
}
