import { execFile } from "node:child_process";
import { devNull } from "node:os";
import { promisify } from "node:util";

/** In ms: git needs a few, and nobody waits for it. */
const PATIENCE = 10_000;

/** Paths a call: a command line has an end, which Windows sets at 32 767 characters. */
const MOST_PATHS = 100;

/** Nothing of a repository's own runs: no hook, and no program that watches its files. Paths are paths, not patterns. */
const COMMAND = ["-c", "core.fsmonitor=false", "-c", `core.hooksPath=${devNull}`, "--literal-pathspecs", "ls-files"];

/** A repository that VS Code was started for by one of its hooks is not the one that is asked about. */
const ENVIRONMENT = { GIT_DIR: undefined, GIT_INDEX_FILE: undefined, GIT_WORK_TREE: undefined };

/**
 * Which of some files git tracks.
 *
 * @param git the program's path
 * @param root the repository's folder
 * @param paths relative to it, with `/`
 * @throws what `execFile` does: git is not there, takes too long or refuses
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
