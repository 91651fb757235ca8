/** What `reportText` escapes. */
const ESCAPED = /\\([\\`*_[\]<>&|~$])/g;

/** A report's Markdown as plain text, for programs that do not render it. Code stays as it is. */
export function plainReport(markdown: string): string {
  let fence: string | undefined;
  const lines = markdown.split("\n").flatMap((line) => {
    const mark = /^`{3,}$/.exec(line)?.[0];
    if (mark !== undefined && (fence ?? mark) === mark) {
      fence = fence === undefined ? mark : undefined;
      return [];
    }
    if (fence !== undefined) return [line];
    return line === "</details>" ? [] : [plainLine(line)];
  });
  return `${lines.join("\n").trim()}\n`;
}

function plainLine(line: string): string {
  return line
    .replace(/^#+ /, "")
    .replace(/^<details><summary>(.*)<\/summary>$/, "$1")
    .replace(/(?<!\\)\*\*/g, "")
    .replace(ESCAPED, "$1");
}
