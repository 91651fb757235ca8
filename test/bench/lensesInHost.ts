/**
 * Runs in the extension host instead of tests: opens a file, which activates the extension under development, and
 * reports when the page showed its lenses, and how soon they are back after a typed character.
 */
import { setTimeout as delay } from "node:timers/promises";
import { type CodeLens, commands, type TextDocument, Uri, window, workspace } from "vscode";
import { becomesIdle, extensionUnderTest, report, untilSeen } from "./hostCommon.ts";
import type { EditorLenses } from "./editorLenses.ts";

const EDITS = 10;
/** In ms. */
const PAUSE = 500;
/** For lenses, in ms. */
const PATIENCE = 30_000;

declare const BENCH_FILE: string;
/** Another file, opened before; "" for none. */
declare const BENCH_BEFORE: string;
/** A word with a colour other than plain text's, which shows that a grammar was read. */
const HIGHLIGHTED = ".view-line [class^=mtk]:not(.mtk1)";

export async function run(): Promise<void> {
  extensionUnderTest();
  if (BENCH_BEFORE !== "") {
    const highlighted = untilSeen(HIGHLIGHTED);
    await window.showTextDocument(Uri.file(BENCH_BEFORE), { preview: false });
    await highlighted;
  }
  const idle = await becomesIdle();
  const seen = untilSeen(".codelens-decoration a");
  const document = await workspace.openTextDocument(Uri.file(BENCH_FILE));
  const editor = await window.showTextDocument(document);
  const open = await seen;
  const count = await lenses(document);

  const edits: number[] = [];
  const line = document.lineCount >> 1;
  for (let edit = 0; edit < EDITS; edit++) {
    const start = performance.now();
    await editor.edit((builder) => {
      builder.insert(document.lineAt(line).range.end, "x");
    });
    await lenses(document);
    edits.push(performance.now() - start);
    // The editor's own requests after an edit must not delay the next one.
    await delay(PAUSE);
  }
  const result: EditorLenses = { idle, count, open, edits };
  report(result);
}

/** The number of lenses, once there are any. Nothing is resolved here, as an editor resolves only visible ones. */
async function lenses({ uri }: TextDocument): Promise<number> {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    const found = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", uri);
    if (found.length > 0) return found.length;
    if (performance.now() > deadline) throw new Error("No code lens came.");
    await delay(1);
  }
}
