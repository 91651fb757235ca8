import { execFile } from "node:child_process";
import { devNull } from "node:os";
import { promisify } from "node:util";

/** In ms: git answers within a few, and no command waits for it. */
const PATIENCE = 10_000;

/** Paths per call: Windows limits a command line to 32 767 characters. */
const MOST_PATHS = 100;

/** Runs nothing from the repository: no hook, and no program that watches its files. Paths are not read as patterns. */
const COMMAND = ["-c", "core.fsmonitor=false", "-c", `core.hooksPath=${devNull}`, "--literal-pathspecs", "ls-files"];

/** If a git hook started VS Code, these variables point to that hook's repository. */
const ENVIRONMENT = { GIT_DIR: undefined, GIT_INDEX_FILE: undefined, GIT_WORK_TREE: undefined };

/**
 * The files among `paths` that git tracks.
 *
 * @param git the program's path
 * @param root the repository's folder
 * @param paths relative to it, with `/`
 * @throws like `execFile`: git is missing, takes too long or refuses
 */
export async function trackedFiles(git: string, root: string, paths: readonly string[]): Promise<Set<string>> {
  const tracked = new Set<string>();
  const env = { ...process.env, ...ENVIRONMENT, GIT_OPTIONAL_LOCKS: "0" };
  const options = { cwd: root, env, timeout: PATIENCE, windowsHide: true };
  for (let start = 0; start < paths.length; start += MOST_PATHS) {
    const some = paths.slice(start, start + MOST_PATHS);
    const { stdout } = await promisify(execFile)(git, [...COMMAND, "-z", "--", ...some], options);
    for (const path of stdout.split("\0")) if (path !== "") tracked.add(path);
  }
  return tracked;
}
