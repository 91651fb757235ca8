/** A `{{reference}}` in a line. Columns are UTF-16 units from the line's start. */
export interface Template {
  /** What stands between the braces, trimmed. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Longer ones are none, in UTF-16 units: the search around a column stays near it. */
const LONGEST = 1000;

/** The reference that holds a column, its braces included. */
export function templateAt(line: string, column: number): Template | undefined {
  const start = line.lastIndexOf("{{", column);
  if (start < 0 || column - start > LONGEST) return undefined;
  const close = line.slice(start, start + LONGEST).indexOf("}}");
  const end = start + close + 2;
  return close < 0 || end < column ? undefined : { name: line.slice(start + 2, end - 2).trim(), start, end };
}

/** Where the name starts in a reference that is being typed up to a column; -1 where none is. */
export function openTemplate(line: string, column: number): number {
  const before = line.slice(Math.max(0, column - LONGEST), column);
  const open = before.lastIndexOf("{{");
  const typed = before.slice(open + 2);
  return open < 0 || /[{}]/.test(typed) ? -1 : column - typed.trimStart().length;
}
