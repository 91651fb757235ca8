/**
 * Runs in the extension host instead of tests: activates the extension under development explicitly, before any
 * document would, and prints the times. The same for every extension, without its cooperation.
 */
import childProcess from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { type CodeLens, commands, type Uri, workspace } from "vscode";
import type { Activation } from "./activationResult.ts";
import { becomesIdle, extensionUnderTest, report } from "./hostCommon.ts";

/** For the first lens, in ms. */
const LENS_PATIENCE = 20_000;

export async function run(): Promise<void> {
  const extension = extensionUnderTest();
  // The first text of a window starts the editor's grammar engine, which the editor section measures.
  await workspace.openTextDocument({ language: "json", content: "{}" });
  const idle = await becomesIdle();

  const start = performance.now();
  const worker = watchWorker();
  await extension.activate();
  const times: Activation = { idle, activated: performance.now() - start };
  const document = await workspace.openTextDocument({ language: "http", content: "GET https://localhost/\n" });
  times.initialized = (await worker.initialized) - start;
  times.forked = worker.forked() - start;
  await firstLens(document.uri);
  times.lens = performance.now() - start;
  report(times);
}

/** Hooks into the language client: it calls `child_process.fork`, and the first answer is for `initialize`. */
function watchWorker(): { forked: () => number; initialized: Promise<number> } {
  const { fork } = childProcess;
  let forked = NaN;
  const initialized = new Promise<number>((resolve) => {
    childProcess.fork = new Proxy(fork, {
      apply: (original, self, args: Parameters<typeof fork>) => {
        forked = performance.now();
        const child = original.apply(self, args);
        child.on("message", (message) => {
          if (typeof message === "object" && "result" in message) resolve(performance.now());
        });
        return child;
      },
    });
  });
  return { forked: () => forked, initialized };
}

async function firstLens(uri: Uri): Promise<void> {
  const deadline = performance.now() + LENS_PATIENCE;
  for (;;) {
    const lenses = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", uri);
    if (lenses.length > 0) return;
    if (performance.now() > deadline) throw new Error("No code lens came.");
    await delay(1);
  }
}
