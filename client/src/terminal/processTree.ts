import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** How many ancestors are checked: a shell may run in a script that runs in a task. */
const MOST_STEPS = 32;
/** For the system's list of processes, in ms and bytes. */
const LIST_LIMITS = { timeout: 10_000, maxBuffer: 8_388_608, windowsHide: true };

/** Finds the parent of a process; `undefined` if it is not known. */
type ParentOf = (pid: number) => number | undefined | Promise<number | undefined>;

/** A process and its ancestors, nearest first. */
export async function withAncestors(pid: number): Promise<number[]> {
  const parentOf = process.platform === "linux" ? fromProc : fromList(await listProcesses());
  const found: number[] = [];
  for (let at: number | undefined = pid; at !== undefined && at > 1 && found.length < MOST_STEPS;) {
    found.push(at);
    at = await parentOf(at);
  }
  return found;
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function fromProc(pid: number): Promise<number | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // "pid (name) state parent": the name may contain anything.
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}

function fromList(parents: ReadonlyMap<number, number>): ParentOf {
  return (pid) => parents.get(pid);
}

/** Parents by process id. Uses absolute paths of programs, because `PATH` may name other ones. */
async function listProcesses(): Promise<Map<number, number>> {
  const [program, args] =
    process.platform === "win32"
      ? [
          join(process.env["SystemRoot"] ?? "C:\\Windows", "System32", "WindowsPowerShell", "v1.0", "powershell.exe"),
          [
            "-NoProfile",
            "-NonInteractive",
            "-Command",
            'Get-CimInstance Win32_Process -Property ProcessId,ParentProcessId | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId)" }',
          ],
        ]
      : ["/bin/ps", ["-A", "-o", "pid=,ppid="]];
  try {
    return parentsIn((await promisify(execFile)(program, args, LIST_LIMITS)).stdout);
  } catch {
    // The terminal is then unknown, and the question says so.
    return new Map();
  }
}

/** @param list lines with a process id and its parent's */
export function parentsIn(list: string): Map<number, number> {
  const lines = list.split("\n").map((line) => /^(\d+)\s+(\d+)$/.exec(line.trim()));
  return new Map(lines.flatMap((line) => (line === null ? [] : [[Number(line[1]), Number(line[2])]])));
}
