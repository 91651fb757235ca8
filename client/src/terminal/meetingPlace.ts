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

/** The prefix of every folder with a socket. */
const PREFIX = "argus-";
const SOCKET = "s";
/** In bytes: some systems truncate longer socket paths. */
const LONGEST_SOCKET_PATH = 100;

/** Other users could read or change the path, for example on a shared file system. */
class NotPrivateError extends Error {
  override readonly name = "NotPrivateError";
}

/** Where a window listens. */
export interface Endpoint {
  /** Path of a Unix socket, or name of a Windows pipe. */
  socket: string;
  /** Removes its files. */
  dispose(): void;
}

/**
 * Creates a place to listen that no other user can reach: a socket in a new folder, or a pipe with an unguessable name.
 *
 * @param environment its `XDG_RUNTIME_DIR` is preferred to the temporary folder
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

/**
 * Can other users not rename its contents? It belongs to this user or the system, and is either closed to others or
 * sticky like `/tmp`.
 */
function isSteady(home: string): boolean {
  const stats = statSync(home, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  const isOwn = stats.uid === 0 || stats.uid === process.geteuid?.();
  return isOwn && ((stats.mode & 0o022) === 0 || (stats.mode & 0o1000) !== 0);
}

/** Closes a new socket to other users. Its folder is closed anyway. */
export function closeToOthers(socket: string): void {
  if (process.platform !== "win32") chmodSync(socket, 0o600);
}

/**
 * Creates a private folder and its parents.
 *
 * @throws NotPrivateError if something else is there, or another user could change it
 */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The folder may have existed, or the umask may be unusual.
  if (process.platform !== "win32" && lstatSync(folder).isDirectory()) chmodSync(folder, 0o700);
  if (!isPrivate(folder, "folder")) throw new NotPrivateError();
}

/**
 * Publishes how terminals can reach this window.
 *
 * @param folder of the windows of one workspace; it is private
 * @returns removes the entry again
 */
export function publish(folder: string, entry: WindowEntry): () => void {
  const path = join(folder, `${randomBytes(8).toString("hex")}.json`);
  // A terminal must not read a half-written file.
  writeFileSync(`${path}.new`, JSON.stringify(entry), { flag: "wx", mode: 0o600 });
  renameSync(`${path}.new`, path);
  return () => {
    rmSync(path, { force: true });
  };
}

/**
 * Removes what crashed windows left behind: their entries, and the folders of their sockets.
 *
 * @param windows has a folder for each workspace
 */
export async function clearLeftovers(windows: string): Promise<void> {
  const workspaces = readdirSync(windows).map((name) => join(windows, name));
  const folders = workspaces.filter((path) => isPrivate(path, "folder"));
  const entries = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  // Entries that are still being written end in `.new`.
  await Promise.all(entries.filter((path) => path.endsWith(".json")).map(clearIfDead));
}

async function clearIfDead(path: string): Promise<void> {
  const socket = socketIn(path);
  if (socket !== undefined && (await isAlive(socket))) return;
  rmSync(path, { force: true });
  // Only folders that we created are deleted, whatever an entry says.
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

/** Errors of a leftover socket. A window that is merely busy answers with others. */
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
