import { type Terminal, window } from "vscode";
import { withAncestors } from "./processTree.ts";

/** How long a terminal may take to tell its process id, in ms. One that no process is behind never does. */
const PATIENCE = 1_000;

/** The terminal of this window in which a process runs, by whom it was started; `undefined` for any other process. */
export async function terminalOf(pid: number): Promise<Terminal | undefined> {
  const shells = new Map(
    await Promise.all(window.terminals.map(async (terminal) => [await shellOf(terminal), terminal] as const)),
  );
  // The shell itself often is the parent.
  const found = (await withAncestors(pid)).find((ancestor) => shells.has(ancestor));
  return found === undefined ? undefined : shells.get(found);
}

async function shellOf(terminal: Terminal): Promise<number | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, undefined);
  });
  try {
    return await Promise.race([terminal.processId, late]);
  } finally {
    clearTimeout(timer);
  }
}
