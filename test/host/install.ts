import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { replaceNativeModules } from "./nativeModules.ts";
import { CACHE } from "./paths.ts";
import { type EditorVersion, editorVersion } from "./versions.ts";

/** Part of the folder's name: raise it when what is done to an installation below changes. */
const REVISION = 2;

/** Where an installation is prepared; the rest of the name is random. */
const UNFINISHED = "installing-";
/** Nobody is still working on an unfinished installation that old, in ms. */
const ABANDONED = 60 * 60 * 1000;

/**
 * Installs the server of a VS Code version from the npm registry, once; needs no compiler and no display.
 *
 * It is prepared in a folder of its own and renamed when complete, so that an interrupted run leaves nothing that looks
 * finished, and of two runs at once the later one throws its copy away.
 *
 * @param version `newest`, `oldest` or a VS Code version
 * @returns the folder with `out/server-main.js`
 * @throws Error in one sentence, when the version is not listed or npm fails
 */
export async function installVSCodeServer(version: string): Promise<string> {
  const wanted = editorVersion(version);
  const home = join(CACHE, `vscode-server-${wanted.vscode}-${REVISION}`);
  if (!existsSync(home)) await install(wanted, home);
  return serverFolder(home);
}

function serverFolder(home: string): string {
  return join(home, "node_modules", "code-server", "lib", "vscode");
}

async function install(wanted: EditorVersion, home: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  await removeAbandoned();
  console.log(`Installing the server of VS Code ${wanted.vscode} (once, about half a minute) …`);
  const unfinished = await mkdtemp(join(CACHE, UNFINISHED));
  try {
    await writeFile(join(unfinished, "package.json"), '{ "private": true }\n');
    await npm(unfinished, wanted, wanted.serverPackage);
    // The server's own dependencies are listed, but not installed, by the package.
    await npm(serverFolder(unfinished), wanted, "--omit=dev");
    await replaceNativeModules(serverFolder(unfinished));
    await moveInto(home, unfinished);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Install scripts would build native modules, for which not every machine has a compiler. */
async function npm(cwd: string, wanted: EditorVersion, ...extra: string[]): Promise<void> {
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...extra];
  // Within an npm script this is the npm that runs it; elsewhere the one on the PATH, on Windows a command file.
  const script = process.env["npm_execpath"];
  const [file, fileArgs] = script ? [process.execPath, [script, ...args]] : ["npm", args];
  try {
    await promisify(execFile)(file, fileArgs, { cwd, shell: !script && process.platform === "win32" });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    throw new Error(
      `The server of VS Code ${wanted.vscode} (${wanted.serverPackage}) could not be installed: npm ends with ` +
        `${/npm error code (\S+)/.exec(said)?.[1] ?? "an error"}. Is its registry within reach?`,
      { cause: error },
    );
  }
}

async function moveInto(home: string, unfinished: string): Promise<void> {
  try {
    await rename(unfinished, home);
  } catch (error) {
    // Another run was faster, and its copy is as good as ours.
    if (!existsSync(home)) throw error;
  }
}

async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(CACHE)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const folder = join(CACHE, name);
    // Its owner may be removing it right now.
    const changed = (await stat(folder).catch(() => undefined))?.mtimeMs;
    if (changed !== undefined && Date.now() - changed > ABANDONED) await rm(folder, { recursive: true, force: true });
  }
}
