import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** Part of a text; its lines and UTF-16 offsets count from zero. */
export interface HttpyacSymbol {
  kind: string;
  name: string;
  startLine: number;
  startOffset: number;
  endLine: number;
  endOffset: number;
  children?: HttpyacSymbol[];
}

/** From a separator, or from where httpyac sees another request, to the next one. */
export interface HttpyacRegion {
  request?: { method: string; url: string };
  metaData: { name?: string };
  symbol: HttpyacSymbol;
}

/** The parts of httpyac that the comparison uses. */
export interface Httpyac {
  io: { fileProvider: object };
  store: {
    HttpFileStore: new () => {
      getOrCreate: (
        fileName: string,
        getText: () => Promise<string>,
        version: number,
        options: { workingDir: string; config: object },
      ) => Promise<{ httpRegions: readonly HttpyacRegion[] }>;
    };
  };
}

/** An empty file system, so that no configuration or environment is read. */
const FILES = {
  EOL: "\n",
  isAbsolute: (file: string) => Promise.resolve(path.isAbsolute(file)),
  dirname: (file: string) => path.dirname(file),
  hasExtension: (file: string, ...extensions: string[]) => extensions.some((one) => file.endsWith(`.${one}`)),
  joinPath: (...parts: string[]) => path.join(...parts),
  exists: () => Promise.resolve(false),
  readdir: () => Promise.resolve([]),
  fsPath: (file: string) => file,
  toString: (file: string) => file,
};

/** `undefined` if it is not installed (`NODE_PATH` may point to it). */
export function httpyacParser(): Httpyac | undefined {
  try {
    const httpyac = createRequire(import.meta.url)("httpyac") as Httpyac;
    Object.assign(httpyac.io.fileProvider, FILES);
    return httpyac;
  } catch {
    return undefined;
  }
}

/** Parses a text with httpyac, without a cache. */
export async function regionsOf(httpyac: Httpyac, text: string): Promise<readonly HttpyacRegion[]> {
  return fileIn(new httpyac.store.HttpFileStore())(text, 0);
}

/** Parses with httpyac's store, which caches until the version of the text changes. */
function fileIn(files: InstanceType<Httpyac["store"]["HttpFileStore"]>) {
  const options = { workingDir: tmpdir(), config: {} };
  return async (text: string, version: number): Promise<readonly HttpyacRegion[]> => {
    const file = await files.getOrCreate(`${tmpdir()}/bench.http`, () => Promise.resolve(text), version, options);
    return file.httpRegions;
  };
}
