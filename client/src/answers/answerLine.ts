import type { TextDocument } from "vscode";
import type { Range, RequestAtValue } from "../../../common/protocol/documents.ts";

/**
 * The line to show an answer after: the blank line that ends the request's head, where an answer is in sight however
 * narrow the editor is. Extensions do not know how wide it is. Without a blank line it is the shortest line of the head.
 */
export function answerLine(
  document: Pick<TextDocument, "lineCount" | "lineAt">,
  { range, requestLine }: Pick<RequestAtValue, "range" | "requestLine">,
): number {
  const text = (line: number): string => document.lineAt(line).text;
  let best = requestLine;
  for (let line = requestLine; line <= lastLineOf(range, document); line += 1) {
    if (text(line).trim() === "") return line;
    if (text(line).length < text(best).length) best = line;
  }
  return best;
}

/** The last line of a request, whose range ends where the next one begins, or at the end of the document. */
export function lastLineOf({ end }: Range, { lineCount }: Pick<TextDocument, "lineCount">): number {
  const last = lineCount - 1;
  return end.line < last && end.character === 0 ? end.line - 1 : Math.min(end.line, last);
}
