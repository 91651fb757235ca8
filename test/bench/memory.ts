import { readFile } from "node:fs/promises";

/** Of a process, in MB (10⁶ bytes). */
export interface Memory {
  /** All pages that are resident, those shared with other processes included. */
  rss: number;
  /** The same, with each shared page divided by the number of those who share it. */
  pss: number;
}

/** `undefined` where the system has no `/proc` that tells. */
export async function memoryOf(pid: number): Promise<Memory | undefined> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const megabytes = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1]) * 1024) / 1e6;
  return { rss: megabytes("Rss"), pss: megabytes("Pss") };
}
