import { readFile } from "node:fs/promises";
import { type SourceMapPayload, SourceMap } from "node:module";
import { dirname, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough, type Writable } from "node:stream";

/**
 * A stream that replaces positions in a bundle with positions in the sources. The extension host's formatter of stack
 * traces does not know source maps and cannot be replaced.
 *
 * @param bundle absolute path of a file whose map is beside it as `<file>.map`
 */
export async function withSourceLines(bundle: string, output: Writable): Promise<Writable> {
  const map = new SourceMap(JSON.parse(await readFile(`${bundle}.map`, "utf8")) as SourceMapPayload);
  const input = new PassThrough();
  createInterface({ input }).on("line", (line) => {
    output.write(`${replacePlaces(line, bundle, map)}\n`);
  });
  return input;
}

function replacePlaces(line: string, bundle: string, map: SourceMap): string {
  const [before, ...positions] = line.split(`${bundle}:`);
  const replaced = positions.map((text) => {
    const [place = "", row, column] = /^(\d+):(\d+)/.exec(text) ?? [];
    const origin = map.findEntry(Number(row) - 1, Number(column) - 1);
    if (!("originalSource" in origin)) return `${bundle}:${text}`;
    const source = relative(process.cwd(), resolve(dirname(bundle), origin.originalSource));
    return `${source}:${origin.originalLine + 1}:${origin.originalColumn + 1}${text.slice(place.length)}`;
  });
  return [before, ...replaced].join("");
}
