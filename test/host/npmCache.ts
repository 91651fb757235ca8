import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { CACHE } from "./paths.ts";

/** Where an installation is prepared; the rest of the name is random. */
const UNFINISHED = "installing-";
/** In ms; an unfinished installation this old belongs to a run that was killed. */
const ABANDONED = 60 * 60 * 1000;
/** How often a long installation reports that it is still running, in ms. */
const PULSE = 10_000;

/** Something that the tests need and npm packages contain. */
export interface Installation {
  /** Its name in messages. */
  title: string;
  /** The folder's name in the cache, which changes with the version and with `finish`. */
  folder: string;
  /** `name@version` of the npm package that contains it. */
  npmPackage: string;
  /** Its size on disk, in MB. */
  megabytes: number;
  /** The remaining steps in the folder that npm filled. `npm` runs an installation in a folder. */
  finish: (folder: string, npm: (cwd: string, ...args: string[]) => Promise<void>) => Promise<void>;
}

/**
 * Installs something from the npm registry into the cache, once.
 *
 * It is prepared in a folder of its own and renamed when complete: an interrupted run leaves nothing that looks
 * finished, and if two run at once, the slower one discards its copy. Install scripts are not run.
 *
 * @returns its folder
 * @throws Error in one sentence, when npm fails
 */
export async function installFromNpm(wanted: Installation): Promise<string> {
  const home = join(CACHE, wanted.folder);
  if (existsSync(home)) return home;
  await mkdir(CACHE, { recursive: true });
  await removeAbandoned();
  const unfinished = await mkdtemp(join(CACHE, UNFINISHED));
  const report = reportProgress(wanted, home);
  try {
    await writeFile(join(unfinished, "package.json"), '{ "private": true }\n');
    const npm = async (cwd: string, ...args: string[]): Promise<void> => npmInstall(wanted, cwd, args);
    await npm(unfinished, wanted.npmPackage);
    await wanted.finish(unfinished, npm);
    await moveInto(home, unfinished);
    report.done();
  } finally {
    report.stop();
    await rm(unfinished, { recursive: true, force: true });
  }
  return home;
}

function reportProgress({ title, npmPackage, megabytes }: Installation, home: string) {
  const start = Date.now();
  const seconds = (): string => `${Math.round((Date.now() - start) / 1000)} s`;
  console.log(`Installing ${title} from npm (${npmPackage}, ${megabytes} MB on disk, once) into ${home} …`);
  const pulse = setInterval(() => {
    console.log(`  … still installing ${title} after ${seconds()}`);
  }, PULSE);
  return {
    done: (): void => {
      console.log(`Installed ${title} in ${seconds()}.`);
    },
    stop: (): void => {
      clearInterval(pulse);
    },
  };
}

async function npmInstall(wanted: Installation, cwd: string, extra: string[]): Promise<void> {
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...extra];
  // Within an npm script, use that npm; otherwise the one on the PATH, on Windows a command file.
  const script = process.env["npm_execpath"];
  const [file, fileArgs] = script ? [process.execPath, [script, ...args]] : ["npm", args];
  try {
    await promisify(execFile)(file, fileArgs, { cwd, shell: !script && process.platform === "win32" });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    const code = /npm error code (\S+)/.exec(said)?.[1] ?? "an error";
    throw new Error(
      `${wanted.title} (${wanted.npmPackage}) could not be installed: npm ended with ${code}. Can this machine reach the npm registry?`,
      { cause: error },
    );
  }
}

async function moveInto(home: string, unfinished: string): Promise<void> {
  try {
    await rename(unfinished, home);
  } catch (error) {
    // Another run was faster, and its copy is just as good.
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
