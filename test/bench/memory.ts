import { readFile } from "node:fs/promises";

/** Memory of a process, in MB (10⁶ bytes). */
export interface Memory {
  /** All resident pages, including those shared with other processes. */
  rss: number;
  /** The same, with shared pages divided among the processes that share them. */
  pss: number;
}

/** `undefined` if the system has no suitable `/proc`. */
export async function memoryOf(pid: number): Promise<Memory | undefined> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const megabytes = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1]) * 1024) / 1e6;
  return { rss: megabytes("Rss"), pss: megabytes("Pss") };
}
