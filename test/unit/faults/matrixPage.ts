import { format, resolveConfig } from "prettier";
import { type Fault, FAULTS } from "./faults.ts";
import type { Operation } from "./operations.ts";

export interface Cell {
  fault: Fault;
  operation: Operation;
  /** By the person. */
  seen: string;
  /** In the secret storage. */
  kept: string;
  /** To the document and the settings. */
  written: string;
}

const HEAD = `# Fault matrix

Each operation, hit by each fault at its worst moment: when the worker has its main request, or, for _forget_, when the person
confirms. \`test/unit/faults/matrix.test.ts\` runs every cell and generates this page from what it saw; it fails if a cell ends
otherwise.

In every cell the test also checks: another server receives nothing, secrets stay bound to the server that they were entered for, no
message and no log line has a secret, the document has the whole edit or none, an operation that failed has not changed it, and the
person can get a token afterwards.

The worker is a real process over IPC, and so are its signals, its channel, the connections to Argus (a sandbox) and its answers.
VS Code is a stand-in: its secret storage, settings, log, documents and windows fail as the row says, and the person says yes to every
question that does not name another server. Before each operation a credential, a client secret and a token of the profile \`mine\` are stored; before
_store key_ and _add profile_ nothing is.

Where a row is not the real thing: the disk and the home fail for what the extension asks of VS Code, not for VS Code itself, and the
worker cannot write its only file, Node's compile cache, in any cell. The clock is moved in the worker and the extension, not in the
system. A second window is a second client on the same storage. In the real editor, \`test/editor/worker.test.ts\` kills and hangs the worker.
`;

/** The page about all cells, formatted. */
export async function matrixPage(cells: readonly Cell[]): Promise<string> {
  const sections = FAULTS.map((fault) => {
    const rows = cells.filter((cell) => cell.fault === fault).map((cell) => rowOf(cell));
    return [
      `## ${fault.name}`,
      "",
      fault.what,
      "",
      "| Operation | The person sees | Kept | Written |",
      "| - | - | - | - |",
      ...rows,
    ].join("\n");
  });
  const path = new URL("../../../docs/fault-matrix.md", import.meta.url).pathname;
  return format([HEAD, ...sections].join("\n\n"), { ...(await resolveConfig(path)), filepath: path });
}

function rowOf({ fault, operation, seen, kept, written }: Cell): string {
  const why = sparedBecause(fault, operation);
  const text = [...(why === undefined ? [] : [`(${why})`]), seen || "–"].join(" ");
  return `| ${[operation.name, text.replaceAll("|", "\\|"), kept, written].join(" | ")} |`;
}

/** Why the fault cannot matter to the operation. */
function sparedBecause({ spares }: Fault, { calls, text, hitAt }: Operation): string | undefined {
  if (spares === "no call" && !calls) return "makes no call";
  if (spares === "no document" && text === undefined) return "reads no document";
  if (spares === "no worker" && hitAt === "question") return "needs no worker";
  return undefined;
}
