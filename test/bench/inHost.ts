/**
 * Runs in the extension host in the place of tests: activates the extension under development, by hand and before any
 * document would, and prints when what happened. The same for every extension, which knows nothing of it.
 */
import childProcess from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { type CodeLens, commands, extensions, type Uri, workspace } from "vscode";
import { type Activation, RESULT_MARK } from "./activationResult.ts";

const IDS = ["argus-tokens.argus-tokens", "bench.bare", "bench.empty"];
/** A probe of an idle host takes that long at most, in ms. */
const IDLE = 10;
/** So many probes one after the other make a host idle. */
const IDLE_PROBES = 30;
/** Between two probes, in ms. */
const PROBE_PAUSE = 30;
/** For the host to become idle, in ms; on a busy machine it never does, which the result tells. */
const IDLE_PATIENCE = 8_000;
/** For the first lens, in ms. */
const LENS_PATIENCE = 20_000;

export async function run(): Promise<void> {
  const extension = IDS.map((id) => extensions.getExtension(id)).find((found) => found !== undefined);
  if (extension === undefined) throw new Error("There is no extension to measure.");
  if (extension.isActive) throw new Error(`${extension.id} is active already.`);
  const idle = await becomesIdle();

  const start = performance.now();
  const worker = watchWorker();
  await extension.activate();
  const times: Activation = { idle, activated: performance.now() - start };
  if (extension.id !== "bench.empty") {
    const document = await workspace.openTextDocument({ language: "http", content: "GET https://localhost/\n" });
    times.initialized = (await worker.initialized) - start;
    times.forked = worker.forked() - start;
    await firstLens(document.uri);
    times.lens = performance.now() - start;
  }
  console.log(RESULT_MARK + JSON.stringify(times));
}

/** VS Code's own extensions start at the same time as tests do; waits until the host and its page are through. */
async function becomesIdle(): Promise<boolean> {
  const deadline = performance.now() + IDLE_PATIENCE;
  for (let quick = 0; quick < IDLE_PROBES;) {
    const start = performance.now();
    if (start > deadline) return false;
    await delay(PROBE_PAUSE);
    // Asks the page.
    await commands.getCommands();
    quick = performance.now() - start < PROBE_PAUSE + IDLE ? quick + 1 : 0;
  }
  return true;
}

/** Looks over the language client's shoulder: it calls `child_process.fork`, and the first answer is `initialize`'s. */
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
