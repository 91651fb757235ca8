import type { TextDocument } from "vscode";
import type { RequestAtValue } from "../../../common/protocol/documents.ts";
import { hasRoom } from "./summary.ts";

/**
 * The line to show an answer after: the last one of the token's header, or the request line if that is shorter. If
 * neither leaves room for an answer, it is the shortest line of the request's head.
 */
export function answerLine(
  document: Pick<TextDocument, "lineCount" | "lineAt">,
  { authorization, requestLine }: Pick<RequestAtValue, "authorization" | "requestLine">,
): number {
  const length = (line: number): number => document.lineAt(line).text.length;
  const shorter = (one: number, other: number): number => (length(other) < length(one) ? other : one);
  const header = authorization?.headerRange.end.line ?? requestLine;
  const usual = header < document.lineCount ? shorter(header, requestLine) : requestLine;
  if (hasRoom(length(usual))) return usual;
  let best = usual;
  for (let line = requestLine; line < document.lineCount && length(line) > 0; line += 1) best = shorter(best, line);
  return best;
}
