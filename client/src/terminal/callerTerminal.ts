import { type Terminal, window } from "vscode";
import { withAncestors } from "./processTree.ts";

/** How long to wait for a terminal's process id, in ms. Terminals without a process never have one. */
const PATIENCE = 1_000;

/**
 * The terminal of this window that a process was started in; `undefined` for any other process. Waits for terminals
 * without a known process id only if no other terminal matches.
 */
export async function terminalOf(pid: number): Promise<Terminal | undefined> {
  const ancestors = new Set(await withAncestors(pid));
  const candidates = window.terminals.map(async (terminal) => {
    const shell = await terminal.processId;
    // The shell itself often is the parent.
    if (shell === undefined || !ancestors.has(shell)) throw new Error("not in this terminal");
    return terminal;
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, undefined);
  });
  try {
    return await Promise.race([Promise.any(candidates), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
