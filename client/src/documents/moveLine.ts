/** A replaced range and its new text, like `vscode.TextDocumentContentChangeEvent`. */
export interface LineChange {
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
  text: string;
}

/**
 * The new number of a zero-based line after the changes of one event, or `undefined` if one of them touched it. All
 * ranges refer to the document before the event.
 */
export function moveLine(line: number, changes: readonly LineChange[]): number | undefined {
  let shift = 0;
  for (const { range, text } of changes) {
    if (range.start.line > line) continue;
    if (!endsAbove(line, range, text)) return undefined;
    shift += text.split(/\r\n|\r|\n/).length - 1 - (range.end.line - range.start.line);
  }
  return line + shift;
}

/** Does the line keep its text? The replacement of a range before it must end at the start of a line. */
function endsAbove(line: number, { start, end }: LineChange["range"], text: string): boolean {
  if (end.line !== line) return end.line < line;
  return end.character === 0 && (/[\r\n]$/.test(text) || (text === "" && start.character === 0));
}
