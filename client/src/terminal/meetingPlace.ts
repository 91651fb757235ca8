import { randomBytes } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { isPrivate } from "../../../common/privatePath.ts";
import type { WindowEntry } from "../../../common/terminalFrames.ts";

/** How every folder with a socket begins. */
const PREFIX = "argus-";
const SOCKET = "s";
/** Longer paths of Unix sockets are cut off by some systems, in bytes. */
const LONGEST_SOCKET_PATH = 100;

/** The file system does not keep other users out, as a shared or a foreign one may not. */
class NotPrivateError extends Error {
  override readonly name = "NotPrivateError";
}

/** Where a window listens. */
export interface Endpoint {
  /** Path of a Unix socket, or name of a Windows pipe. */
  socket: string;
  /** Takes away what is left of it. */
  dispose(): void;
}

/**
 * Makes a place to listen at that no other user can reach: a socket in a fresh folder, or a pipe whose name cannot be guessed.
 *
 * @param environment its `XDG_RUNTIME_DIR` comes before the temporary folder
 * @throws NotPrivateError
 */
export function makeEndpoint(environment: NodeJS.ProcessEnv, temporary = tmpdir()): Endpoint {
  if (process.platform === "win32") {
    return { socket: `\\\\.\\pipe\\argus-tokens-${randomBytes(16).toString("hex")}`, dispose: () => undefined };
  }
  const folder = mkdtempSync(join(socketHome(environment, temporary), PREFIX));
  const dispose = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  if (!isPrivate(folder, "folder")) {
    dispose();
    throw new NotPrivateError();
  }
  return { socket: join(folder, SOCKET), dispose };
}

function socketHome({ XDG_RUNTIME_DIR: runtime = "" }: NodeJS.ProcessEnv, temporary: string): string {
  const homes = [...(isAbsolute(runtime) && isPrivate(runtime, "folder") ? [runtime] : []), temporary];
  return homes.find((home) => isShort(home) && isSteady(home)) ?? "/tmp";
}

function isShort(home: string): boolean {
  return Buffer.byteLength(join(home, `${PREFIX}XXXXXX`, SOCKET)) <= LONGEST_SOCKET_PATH;
}

/** Others cannot rename what is in it: it is this user's or the system's, and closed to them, or sticky as `/tmp`. */
function isSteady(home: string): boolean {
  const stats = statSync(home, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  const isOwn = stats.uid === 0 || stats.uid === process.geteuid?.();
  return isOwn && ((stats.mode & 0o022) === 0 || (stats.mode & 0o1000) !== 0);
}

/** Closes a socket to others once it is there. Its folder is closed anyway. */
export function closeToOthers(socket: string): void {
  if (process.platform !== "win32") chmodSync(socket, 0o600);
}

/**
 * Makes a folder of this user's own, and those above it.
 *
 * @throws NotPrivateError where there is something else, or another user could change it
 */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // It may be from before, or the umask may have been odd.
  if (process.platform !== "win32" && lstatSync(folder).isDirectory()) chmodSync(folder, 0o700);
  if (!isPrivate(folder, "folder")) throw new NotPrivateError();
}

/**
 * Tells terminals how to reach this window.
 *
 * @param folder of the windows of one workspace; it is private
 * @returns takes that back
 */
export function publish(folder: string, entry: WindowEntry): () => void {
  const path = join(folder, `${randomBytes(8).toString("hex")}.json`);
  // A terminal must not read half of it.
  writeFileSync(`${path}.new`, JSON.stringify(entry), { flag: "wx", mode: 0o600 });
  renameSync(`${path}.new`, path);
  return () => {
    rmSync(path, { force: true });
  };
}

/**
 * Clears away what windows left that crashed: their entries, and the folders of their sockets.
 *
 * @param windows has a folder for each workspace
 */
export async function clearLeftovers(windows: string): Promise<void> {
  const workspaces = readdirSync(windows).map((name) => join(windows, name));
  const folders = workspaces.filter((path) => isPrivate(path, "folder"));
  const entries = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  // One that is being written has another ending.
  await Promise.all(entries.filter((path) => path.endsWith(".json")).map(clearIfDead));
}

async function clearIfDead(path: string): Promise<void> {
  const socket = socketIn(path);
  if (socket !== undefined && (await isAlive(socket))) return;
  rmSync(path, { force: true });
  // What an entry names is deleted only if it is a folder that we made.
  if (socket === undefined || process.platform === "win32") return;
  const folder = dirname(socket);
  if (/[\\/]argus-\w{6}$/.test(folder) && isPrivate(folder, "folder")) rmSync(folder, { recursive: true, force: true });
}

function socketIn(path: string): string | undefined {
  try {
    const { socket } = JSON.parse(readFileSync(path, "utf8")) as Partial<WindowEntry>;
    return typeof socket === "string" ? socket : undefined;
  } catch {
    return undefined;
  }
}

/** Errors of a socket that is left over. A window that has too much to do answers with others. */
const DEAD: readonly (string | undefined)[] = ["ENOENT", "ECONNREFUSED"];

/** Does a window listen there? */
function isAlive(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const caller = connect(socket);
    caller.once("connect", () => {
      caller.destroy();
      resolve(true);
    });
    caller.once("error", ({ code }: NodeJS.ErrnoException) => {
      resolve(!DEAD.includes(code));
    });
  });
}
