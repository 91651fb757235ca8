import { readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { parseEnv } from "node:util";
import { type EnvironmentVariable, readEnvironmentFile } from "./environmentFile.ts";

/** In bytes; nobody writes a larger file by hand. */
const LARGEST = 256 * 1024;

/** How long a file is cached, in ms, for editors that do not report changes. */
const FRESH = 1000;

/** In order of precedence: private files come before shared ones. */
const ENVIRONMENT_FILES = ["http-client.private.env.json", "http-client.env.json.user", "http-client.env.json"];

/** The files that define variables, as glob patterns for a watcher. */
export const WATCHED_FILES = ["**/http-client*.env.json", "**/http-client.env.json.user", "**/.env", "**/.env.*"];

/** Is a document, by its URI or path, itself an environment file? */
export function isEnvironmentFile(uri: string): boolean {
  return ENVIRONMENT_FILES.some((name) => uri.endsWith(`/${name}`));
}

export interface VariableFile<T> {
  /** Relative to the document's folder. */
  readonly name: string;
  readonly variables: T;
}

interface CachedText {
  readonly readAt: number;
  readonly text: string | undefined;
}

/** Reads the files that define variables of `.http` documents. Never writes, and caches files only briefly. */
export class VariableFiles {
  readonly #texts = new Map<string, CachedText>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A file changed. */
  forget(): void {
    this.#texts.clear();
  }

  /**
   * The environment files beside a document, or in the nearest folder above it that has any.
   *
   * @param path of the document
   * @param root the workspace folder that contains it, which limits the search; without one, only the document's own
   * folder is searched
   */
  environments(path: string, root: string | undefined): VariableFile<EnvironmentVariable[]>[] {
    for (const folder of foldersUp(path, root)) {
      const found = ENVIRONMENT_FILES.flatMap((name) => {
        const file = join(folder, name);
        const text = this.#read(file);
        return text === undefined ? [] : [{ name: nameFrom(path, file), variables: readEnvironmentFile(text) }];
      });
      if (found.length > 0) return found;
    }
    return [];
  }

  /**
   * The `.env` file for a document, found like REST Client finds it: the environment's own file before the general one.
   */
  dotenv(
    path: string,
    root: string | undefined,
    environments: readonly string[],
  ): VariableFile<Readonly<NodeJS.Dict<string>>> | undefined {
    const own = environments.filter((name) => /^[\w.-]+$/.test(name)).map((name) => `.env.${name}`);
    const names = [...own.reverse(), ".env"];
    for (const folder of foldersUp(path, root)) {
      for (const name of names) {
        const file = join(folder, name);
        const text = this.#read(file);
        if (text !== undefined) return { name: nameFrom(path, file), variables: parseEnv(text) };
      }
    }
    return undefined;
  }

  #read(path: string): string | undefined {
    const now = this.#now();
    const cached = this.#texts.get(path);
    if (cached !== undefined && now - cached.readAt < FRESH && now >= cached.readAt) return cached.text;
    const text = readSmallFile(path);
    this.#texts.set(path, { readAt: now, text });
    return text;
  }
}

function readSmallFile(path: string): string | undefined {
  try {
    const facts = statSync(path);
    return facts.isFile() && facts.size <= LARGEST ? readFileSync(path, "utf8") : undefined;
  } catch {
    // Most folders have none.
    return undefined;
  }
}

function* foldersUp(path: string, root: string | undefined): Generator<string> {
  let folder = dirname(path);
  yield folder;
  if (root === undefined || !isWithin(folder, root)) return;
  while (folder !== root && dirname(folder) !== folder) {
    folder = dirname(folder);
    yield folder;
  }
}

function isWithin(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep);
}

function nameFrom(document: string, file: string): string {
  return relative(dirname(document), file).replaceAll("\\", "/");
}
