import { chmodSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makePrivateFolder } from "./meetingPlace.ts";

/** How the program is started. */
export interface Runtime {
  /** Runs JavaScript: Node, or Electron. Absolute path. */
  executable: string;
  isElectron: boolean;
  /** The program, `dist/cli.js`. Absolute path. */
  program: string;
}

/**
 * Writes `argus-token` for every shell into a folder for `PATH`. The wrappers name the runtime and the program by
 * absolute paths, so that nothing in a terminal's environment decides what runs. The folder stays the same after
 * updates, so old terminals run the new version.
 *
 * @throws Error if the folder is not this user's own
 */
export function writeWrappers(folder: string, runtime: Runtime): void {
  makePrivateFolder(folder);
  writeIfOther(join(folder, "argus-token"), shellWrapper(runtime));
  if (process.platform === "win32") writeIfOther(join(folder, "argus-token.cmd"), batchWrapper(runtime, process.env));
}

/** For POSIX shells, including Git's and MSYS2's on Windows. */
export function shellWrapper({ executable, isElectron, program }: Runtime): string {
  return [
    "#!/bin/sh",
    "# Written by the VS Code extension Argus Tokens, which rewrites it whenever it starts.",
    // In a debug terminal this variable is meant for the person's own programs, so --exec passes it on.
    'if [ -n "${NODE_OPTIONS+set}" ]; then',
    "  ARGUS_NODE_OPTIONS=$NODE_OPTIONS",
    "  export ARGUS_NODE_OPTIONS",
    "  unset NODE_OPTIONS",
    "fi",
    ...(isElectron ? ["ELECTRON_RUN_AS_NODE=1", "export ELECTRON_RUN_AS_NODE"] : []),
    `exec ${quoted(executable)} ${quoted(program)} "$@"`,
    "",
  ].join("\n");
}

/** Within single quotes, a shell interprets only the closing quote. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}

/**
 * For cmd and PowerShell. `%*` hands the arguments on as they were written, unless delayed expansion takes their exclamation
 * marks. Only delayed expansion copies a variable without running its contents as commands.
 */
export function batchWrapper({ executable, isElectron, program }: Runtime, environment: NodeJS.ProcessEnv): string {
  return [
    "@echo off",
    "rem Written by the VS Code extension Argus Tokens, which rewrites it whenever it starts.",
    "setlocal EnableDelayedExpansion",
    'if defined NODE_OPTIONS set "ARGUS_NODE_OPTIONS=!NODE_OPTIONS!"',
    'set "NODE_OPTIONS="',
    "setlocal DisableDelayedExpansion",
    ...(isElectron ? ['set "ELECTRON_RUN_AS_NODE=1"'] : []),
    `"${batchPath(executable, environment)}" "${batchPath(program, environment)}" %*`,
    "exit /b %ERRORLEVEL%",
    "",
  ].join("\r\n");
}

/** cmd reads the file in the console's code page, which may garble a user's name; a variable avoids that. */
function batchPath(path: string, { USERPROFILE }: NodeJS.ProcessEnv): string {
  const isInProfile = USERPROFILE !== undefined && path.toLowerCase().startsWith(`${USERPROFILE.toLowerCase()}\\`);
  const escaped = (text: string): string => text.replaceAll("%", "%%");
  return isInProfile ? `%USERPROFILE%${escaped(path.slice(USERPROFILE.length))}` : escaped(path);
}

function writeIfOther(path: string, text: string): void {
  if (textOf(path) === text) return;
  // A shell that runs the file meanwhile must not read half of it.
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, text);
  // Regardless of the umask.
  chmodSync(fresh, 0o700);
  renameSync(fresh, path);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
