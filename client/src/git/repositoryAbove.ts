import { access } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The nearest folder above a file that has a `.git`: a folder, or a file in worktrees and submodules. */
export async function repositoryAbove(path: string): Promise<string | undefined> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (await exists(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
