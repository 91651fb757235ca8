import { startSandbox } from "../sandbox/sandbox.ts";
import type { Builds } from "./build.ts";
import { bundleForHost, withEditors } from "./editorRun.ts";
import { median } from "./stats.ts";
import { ms, printTable, times } from "./table.ts";

/** The result of terminalInHost.ts; times in ms. */
export interface TerminalFigures {
  /** Whether the editor was otherwise idle at the start. */
  idle: boolean;
  /** Runs of `argus-token` from a shell, alternating with `node -e 0` on the same runtime. */
  calls: number[];
  nodes: number[];
  /** A hundred calls started at once: how long they took, and how many printed a token. */
  atOnce: number;
  nodesAtOnce: number;
  answered: number;
  /** MB used by JavaScript: with the command off, on, and after all calls. */
  heap: { off: number; on: number; after: number };
}

/** Measures `argus-token` in a real editor with a live token, compared with a Node that does nothing. */
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
