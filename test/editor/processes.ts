import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { platform } from "node:process";

interface ProcessLine {
  pid: number;
  parent: number;
  command: string;
}

/** The process id of this extension host's worker, if it runs. */
export function workerPid(): number | undefined {
  return workerPids()[0];
}

/** All workers of this extension host, oldest first. */
export function workerPids(): number[] {
  const processes = platform === "linux" ? fromProc() : fromPs();
  return processes
    .filter(({ parent, command }) => parent === process.pid && /dist.server\.js/.test(command))
    .map(({ pid }) => pid)
    .sort((one, other) => one - other);
}

/** Debian's smallest images have no `ps`. */
function fromProc(): ProcessLine[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        const parent = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1];
        return [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        // It has exited meanwhile.
        return [];
      }
    });
}

function fromPs(): ProcessLine[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,command="], { encoding: "utf8" }).split("\n");
  return lines.map((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return { pid: Number(pid), parent: Number(parent), command };
  });
}
