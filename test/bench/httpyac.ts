import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { median } from "./stats.ts";

/** What the comparison uses of httpyac. */
export interface Httpyac {
  io: { fileProvider: object };
  store: {
    HttpFileStore: new () => {
      getOrCreate: (
        fileName: string,
        getText: () => Promise<string>,
        version: number,
        options: { workingDir: string; config: object },
      ) => Promise<{ httpRegions: readonly unknown[] }>;
    };
  };
}

/** A file system that holds nothing: no configuration and no environment is read. */
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

/** `undefined` where it is not installed (`NODE_PATH` may say where it is). */
export function httpyacParser(): Httpyac | undefined {
  try {
    const httpyac = createRequire(import.meta.url)("httpyac") as Httpyac;
    Object.assign(httpyac.io.fileProvider, FILES);
    return httpyac;
  } catch {
    return undefined;
  }
}

/** The median of a few parses without a cache, in ms. */
export async function parsedByHttpyac({ store }: Httpyac, text: string, runs: number): Promise<number> {
  const durations: number[] = [];
  for (let run = 0; run < runs; run++) {
    const files = new store.HttpFileStore();
    const options = { workingDir: tmpdir(), config: {} };
    const start = performance.now();
    await files.getOrCreate(`${tmpdir()}/bench.http`, () => Promise.resolve(text), run, options);
    durations.push(performance.now() - start);
  }
  return median(durations);
}
