/** A cell: text is left-aligned, numbers (already formatted, such as `12.3`, `1.2×` or `–`) right-aligned. */
export type Row = readonly string[];

/** Prints a title and aligned columns; the first column is text, the others are figures. */
export function printTable(title: string, head: Row, rows: readonly Row[]): void {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? "").length)));
  const line = (row: Row): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("   ")
      .trimEnd();
  console.log(`\n${title}`);
  console.log(line(head));
  console.log(widths.map((width) => "─".repeat(width)).join("   "));
  for (const row of rows) console.log(line(row));
}

/** Milliseconds with meaningful decimals; `–` if absent. */
export function ms(value: number): string {
  return Number.isNaN(value) ? "–" : value.toFixed(value < 10 ? 2 : 1);
}

export const times = (ratio: number): string => `${ratio.toFixed(ratio < 0.1 ? 3 : ratio < 10 ? 2 : 1)}×`;

/** A whole number of bytes with thousands separators. */
export const bytes = (value: number): string => value.toLocaleString("en").replaceAll(",", " ");
