import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { environmentFileKind } from "../../../common/environmentFiles.ts";
import { type EnvironmentVariable, readDotenv, readEnvironmentFile } from "./environmentFile.ts";

/** In bytes; a larger file was not written by hand. */
const LARGEST = 256 * 1024;

/** In UTF-16 units, for the files of one kind in all folders of a document. */
const LARGEST_TOGETHER = 1024 * 1024;

/** How long a file counts as unchanged, in ms, for editors that do not report changes. */
const FRESH = 1000;

/** Most important first: private files come before shared ones. */
const JSON_FILES = ["http-client.private.env.json", "http-client.env.json.user", "http-client.env.json"];

/** Where httpYac looks too, beside each folder's own files. */
const SUBFOLDER = "env";

/** The most folders to search, from the document's own upwards. */
const MOST_FOLDERS = 32;

export interface VariableFile {
  /** Relative to the document's folder. */
  readonly name: string;
  readonly environments: readonly string[];
  readonly variables: readonly EnvironmentVariable[];
}

interface CachedFile {
  readonly readAt: number;
  /** UTF-16 units */
  readonly size: number;
  readonly content: Omit<VariableFile, "name"> | undefined;
}

/**
 * A document, and the workspace folder that contains it: folders above that are not searched. Without one, only the
 * document's own folder is.
 */
export interface FilePlace {
  readonly path: string;
  readonly root: string | undefined;
}

/** Reads the files that define variables of `.http` documents. Never writes, and caches files only briefly. */
export class VariableFiles {
  readonly #files = new Map<string, CachedFile>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A file changed. */
  forget(): void {
    this.#files.clear();
  }

  /** The JSON files of a document, most important first: private before shared, near before far. */
  environments(place: FilePlace): VariableFile[] {
    const folders = foldersUp(place);
    return this.#readAll(
      place,
      JSON_FILES.flatMap((name) => folders.map((folder) => join(folder, name))),
    );
  }

  /**
   * All `.env` files of a document, as httpYac reads them: near before far, an environment's own before the general
   * one.
   */
  dotenvs(place: FilePlace, environments: readonly string[]): VariableFile[] {
    const own = environments.filter(isFileName).toReversed();
    const names = [...own.flatMap((name) => [`.env.${name}`, `${name}.env`]), ".env"];
    return this.#readAll(
      place,
      foldersUp(place).flatMap((folder) => names.map((name) => join(folder, name))),
    );
  }

  /**
   * The `.env` file of `$dotenv`, as REST Client chooses it: the nearest one, and in a folder the environment's own
   * first.
   */
  nearestDotenv(place: FilePlace, environments: readonly string[]): VariableFile | undefined {
    const names = [
      ...environments
        .filter(isFileName)
        .map((name) => `.env.${name}`)
        .reverse(),
      ".env",
    ];
    for (const folder of foldersUp(place)) {
      if (basename(folder) === SUBFOLDER && folder !== dirname(place.path)) continue;
      const [found] = this.#readAll(
        place,
        names.map((name) => join(folder, name)),
      );
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Those that can be read, in this order, until they are too large together. */
  #readAll({ path }: FilePlace, files: readonly string[]): VariableFile[] {
    let left = LARGEST_TOGETHER;
    return files.flatMap((file) => {
      if (left <= 0) return [];
      const { size, content } = this.#read(file);
      left -= size;
      return content === undefined ? [] : [{ name: nameFrom(path, file), ...content }];
    });
  }

  #read(file: string): CachedFile {
    const now = this.#now();
    let cached = this.#files.get(file);
    if (cached === undefined || now - cached.readAt >= FRESH || now < cached.readAt) {
      const text = readSmallFile(file);
      const read = environmentFileKind(file) === "json" ? readEnvironmentFile : readDotenv;
      cached = { readAt: now, size: text?.length ?? 0, content: text === undefined ? undefined : read(text) };
      this.#files.set(file, cached);
    }
    return cached;
  }
}

/** A workspace's settings and files name the environments; such a name must not lead to another folder. */
function isFileName(environment: string): boolean {
  return /^[\w.-]+$/.test(environment);
}

/** Follows links, as the tools that send requests do. Does not read pipes and devices, which might never end. */
function readSmallFile(path: string): string | undefined {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!fstatSync(file).isFile()) return undefined;
      const bytes = Buffer.alloc(LARGEST + 1);
      const length = readSync(file, bytes, 0, bytes.length, 0);
      return length > LARGEST ? undefined : bytes.toString("utf8", 0, length);
    } finally {
      closeSync(file);
    }
  } catch {
    // Most folders have none.
    return undefined;
  }
}

/** From the document's folder up to the root, each after its subfolder for environments. */
function foldersUp({ path, root }: FilePlace): string[] {
  const folders = [dirname(path)];
  for (let folder = dirname(path); root !== undefined && isWithin(folder, root); folder = dirname(folder)) {
    if (folder !== dirname(path)) folders.push(folder);
    if (folder === root || folder === dirname(folder) || folders.length >= MOST_FOLDERS) break;
  }
  return folders.flatMap((folder) => [join(folder, SUBFOLDER), folder]);
}

export function isWithin(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep);
}

function nameFrom(document: string, file: string): string {
  return relative(dirname(document), file).replaceAll("\\", "/");
}
