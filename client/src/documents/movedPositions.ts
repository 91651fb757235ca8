/** Zero-based, in UTF-16 units. */
interface Position {
  line: number;
  character: number;
}

/** A replacement within one line, without line breaks. */
export interface LineEdit {
  range: { start: Position; end: Position };
  newText: string;
}

/**
 * The new position after edits that do not touch each other: as far into the new text as it was into the old one, and
 * at its end if it was at the end.
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
