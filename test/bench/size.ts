import type { Builds } from "./build.ts";
import { bytes, printTable } from "./table.ts";

/** Both bundles, in bytes. */
const BUDGET = 1_100_000;

const BUNDLES = ["dist/client.js", "dist/server.js"] as const;
const PACKAGE = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\/.*$/;

/** The share of each package or folder in each bundle, from esbuild's analysis. */
export function sizeSection(builds: Builds): void {
  const { outputs } = builds.metafile;
  const shares = new Map<string, [client: number, server: number]>();
  const add = (part: string, bundle: 0 | 1, size: number): void => {
    const share = shares.get(part) ?? [0, 0];
    share[bundle] += size;
    shares.set(part, share);
  };
  for (const bundle of [0, 1] as const) {
    const output = outputs[BUNDLES[bundle]];
    if (output === undefined) throw new Error(`The build did not account for ${BUNDLES[bundle]}.`);
    let left = output.bytes;
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
      add(partOf(path), bundle, bytesInOutput);
      left -= bytesInOutput;
    }
    add("(esbuild's wrapping)", bundle, left);
  }

  const parts = [...shares].sort(([, a], [, b]) => b[0] + b[1] - a[0] - a[1]);
  const total = sum(parts.map(([, share]) => share));
  const rows = parts.map(([part, share]) => row(part, share, total));
  printTable(
    "Bundles, minified, in bytes",
    ["part", "client.js", "server.js", "both", "share"],
    [...rows, row("total", total, total), ["budget", "", "", `< ${bytes(BUDGET)}`, ""]],
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

function sum(shares: readonly [number, number][]): [number, number] {
  return shares.reduce<[number, number]>((a, b) => [a[0] + b[0], a[1] + b[1]], [0, 0]);
}

function row(part: string, [client, server]: [number, number], total: [number, number]): string[] {
  const both = client + server;
  const share = `${((100 * both) / (total[0] + total[1])).toFixed(1)} %`;
  return [part, client === 0 ? "–" : bytes(client), server === 0 ? "–" : bytes(server), bytes(both), share];
}
