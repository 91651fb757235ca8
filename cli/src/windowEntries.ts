import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { isPrivate } from "../../common/privatePath.ts";
import type { WindowEntry } from "../../common/terminalFrames.ts";

/**
 * The windows of a terminal's workspace, newest first: after a reload or a crash, the terminal's own window is a
 * different one. Entries that another user could have written are left out.
 *
 * @param folder named by the terminal's environment
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
    // The window removed the entry meanwhile, or has not finished writing it.
    return undefined;
  }
}

/** Once a window is closed, another user could create a socket under its name. */
function isSafeSocket(path: string): boolean {
  if (process.platform === "win32") return path.startsWith("\\\\.\\pipe\\");
  return isPrivate(dirname(path), "folder") && isPrivate(path, "socket");
}
