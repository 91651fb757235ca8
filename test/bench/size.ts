import type { Builds } from "./build.ts";
import { bytes, printTable } from "./table.ts";

/** What both halves load, in bytes. */
const BUDGET = 1_100_000;

/** Those of the two halves, and what they share. */
const BUNDLES = ["client.js", "server.js", "lsp.js"];
const PACKAGE = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\/.*$/;

/** The share of each package or folder in each bundle, from esbuild's analysis. */
export function sizeSection(builds: Builds): void {
  const shares = new Map<string, number[]>();
  for (const [index, bundle] of BUNDLES.entries()) {
    const output = builds.metafile.outputs[`dist/${bundle}`];
    if (output === undefined) throw new Error(`The build did not account for ${bundle}.`);
    const add = (part: string, size: number): void => {
      const share = shares.get(part) ?? BUNDLES.map(() => 0);
      share[index]! += size;
      shares.set(part, share);
    };
    let left = output.bytes;
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
      add(partOf(path), bytesInOutput);
      left -= bytesInOutput;
    }
    add("(esbuild's wrapping)", left);
  }

  const parts = [...shares].sort(([, a], [, b]) => sum(b) - sum(a));
  const total = BUNDLES.map((_, index) => sum(parts.map(([, share]) => share[index]!)));
  printTable(
    "Bundles, minified, in bytes",
    ["part", ...BUNDLES, "all", "share"],
    [
      ...parts.map(([part, share]) => row(part, share, total)),
      row("total", total, total),
      ["budget", ...BUNDLES.map(() => ""), `< ${bytes(BUDGET)}`, ""],
    ],
  );
}

/** A package's name, or one of our folders. */
function partOf(path: string): string {
  const name = PACKAGE.exec(path)?.[1];
  if (name !== undefined) return name;
  // A module that the build script generates: `<namespace>:<package>`.
  const invented = path.split(":");
  return invented.length > 1 ? (invented.at(-1) ?? path) : `our ${path.slice(0, path.lastIndexOf("/"))}/`;
}

const sum = (sizes: readonly number[]): number => sizes.reduce((a, b) => a + b, 0);

function row(part: string, sizes: readonly number[], total: readonly number[]): string[] {
  const share = `${((100 * sum(sizes)) / sum(total)).toFixed(1)} %`;
  return [part, ...sizes.map((size) => (size === 0 ? "–" : bytes(size))), bytes(sum(sizes)), share];
}
