import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { isPrivate } from "../../common/privatePath.ts";
import type { WindowEntry } from "../../common/terminalFrames.ts";

/**
 * The windows of a terminal's workspace, the newest first: after a reload or a crash it is another one than the terminal was
 * opened in. What another user could have written is left out.
 *
 * @param folder as the terminal's environment names it
 */
export function windowEntries(folder: string): WindowEntry[] {
  if (!isPrivate(folder, "folder")) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(folder, name))
    .map((path) => ({ path, time: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((one, other) => other.time - one.time)
    .map(({ path }) => readEntry(path))
    .filter((entry) => entry !== undefined);
}

function readEntry(path: string): WindowEntry | undefined {
  try {
    if (!isPrivate(path, "file")) return undefined;
    const { socket, nonce } = JSON.parse(readFileSync(path, "utf8")) as Partial<Record<keyof WindowEntry, unknown>>;
    if (typeof socket !== "string" || typeof nonce !== "string") return undefined;
    return isSafeSocket(socket) ? { socket, nonce } : undefined;
  } catch {
    // The window took it away meanwhile, or it is half of one.
    return undefined;
  }
}

/** A socket could be another user's where its window is gone and its name was free again. */
function isSafeSocket(path: string): boolean {
  if (process.platform === "win32") return path.startsWith("\\\\.\\pipe\\");
  return isPrivate(dirname(path), "folder") && isPrivate(path, "socket");
}
