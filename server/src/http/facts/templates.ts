/** A `{{reference}}` in a line. Columns are UTF-16 units from the start of the line. */
export interface Template {
  /** The text between the braces, trimmed. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** In UTF-16 units; a limit keeps the search close to the column. */
const LONGEST = 1000;

/** The reference at a column, including its braces. */
export function templateAt(line: string, column: number): Template | undefined {
  const start = line.lastIndexOf("{{", column);
  if (start < 0 || column - start > LONGEST) return undefined;
  const close = line.slice(start, start + LONGEST).indexOf("}}");
  const end = start + close + 2;
  return close < 0 || end < column ? undefined : { name: line.slice(start + 2, end - 2).trim(), start, end };
}

/** The start of the name in a reference that is being typed at a column; -1 if there is none. */
export function openTemplate(line: string, column: number): number {
  const before = line.slice(Math.max(0, column - LONGEST), column);
  const open = before.lastIndexOf("{{");
  const typed = before.slice(open + 2);
  return open < 0 || /[{}]/.test(typed) ? -1 : column - typed.trimStart().length;
}
