import { startSandbox } from "../sandbox/sandbox.ts";
import type { Builds } from "./build.ts";
import { bundleForHost, withEditors } from "./editorRun.ts";
import { median } from "./stats.ts";
import { ms, printTable, times } from "./table.ts";

/** What the extension host (terminalInHost.ts) tells; times in ms. */
export interface TerminalFigures {
  /** Whether nothing else went on in the editor when it began. */
  idle: boolean;
  /** Whole calls of `argus-token` from a shell, and of `node -e 0` by the same runtime, by turns. */
  calls: number[];
  nodes: number[];
  /** All of a hundred calls started at once, and how many of them printed a token. */
  atOnce: number;
  nodesAtOnce: number;
  answered: number;
  /** MB in use by JavaScript: with the command off, on, and after all calls. */
  heap: { off: number; on: number; after: number };
}

/** `argus-token` in a real editor, with a live token, beside a Node that does nothing. */
export async function terminalSection(builds: Builds): Promise<void> {
  const argus = await startSandbox();
  try {
    const { url, clientId, apiKey } = argus;
    const constants = { BENCH_ARGUS: JSON.stringify({ url, clientId, apiKey }) };
    await withEditors(builds, async (measureIn) => {
      const module = await bundleForHost(builds.ours, "terminalInHost", constants);
      print(await measureIn<TerminalFigures>(builds.ours, module));
    });
    console.log(`Token calls that Argus got for all of it: ${argus.requests.length}`);
  } finally {
    await argus.close();
  }
}

function print({ idle, calls, nodes, atOnce, nodesAtOnce, answered, heap }: TerminalFigures): void {
  const row = (title: string, call: number, node: number): string[] => [title, ms(call), ms(node), times(call / node)];
  printTable(
    `argus-token in a terminal with a live token, in ms (aim: within 1.5× of node -e 0, and under 60 ms)`,
    ["what", "argus-token", "node -e 0", "ratio"],
    [
      row(`one call, median of ${calls.length}`, median(calls), median(nodes)),
      row("one call, fastest", Math.min(...calls), Math.min(...nodes)),
      row(`100 at once, ${answered} answered`, atOnce, nodesAtOnce),
    ],
  );
  if (!idle) console.log("The editor was busy with something else: take these with care.");
  const { off, on, after } = heap;
  console.log(
    `JavaScript heap of the extension host: ${off.toFixed(2)} MB with the command off, ${on.toFixed(2)} MB on, ` +
      `${after.toFixed(2)} MB after all calls`,
  );
}
