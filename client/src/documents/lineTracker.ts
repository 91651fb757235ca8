import { type TextDocument, workspace } from "vscode";
import { moveLine } from "./moveLine.ts";

/** A line that is followed while people type elsewhere in the document. */
export interface TrackedLine {
  /** Zero-based; `undefined` once the line was changed or its document closed. */
  readonly line: number | undefined;
  dispose(): void;
}

/** Follows a line until it is disposed; calls `onMoved` whenever its number changes. */
export function trackLine(document: TextDocument, start: number, onMoved?: () => void): TrackedLine {
  const uri = document.uri.toString();
  let line: number | undefined = start;
  const move = (to: number | undefined): void => {
    if (to === line) return;
    line = to;
    onMoved?.();
  };
  const changes = workspace.onDidChangeTextDocument((event) => {
    if (line !== undefined && event.document.uri.toString() === uri) move(moveLine(line, event.contentChanges));
  });
  const closing = workspace.onDidCloseTextDocument((closed) => {
    if (closed.uri.toString() === uri) move(undefined);
  });
  return {
    get line() {
      return line;
    },
    dispose() {
      changes.dispose();
      closing.dispose();
    },
  };
}
