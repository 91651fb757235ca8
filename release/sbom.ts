import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "./manifest.ts";

interface Component {
  "bom-ref": string;
  name: string;
  version: string;
}

interface Sbom {
  serialNumber: string;
  metadata: { timestamp: string; component: Component; tools: unknown };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
}

/**
 * The software bill of materials of the VSIX in CycloneDX format: npm's, reduced to the packages whose code is in the
 * bundles, and reproducible.
 *
 * @param checkout after `npm run package`
 * @param digest SHA-256 of the VSIX, in hex
 * @param time of the commit, in seconds since the epoch
 * @see https://cyclonedx.org/docs/1.5/json/
 */
export function makeSbom(checkout: string, manifest: Manifest, digest: string, time: number): Sbom {
  const made = execFileSync("npm", ["sbom", "--sbom-format=cyclonedx"], {
    cwd: checkout,
    encoding: "utf8",
  });
  const all = JSON.parse(made) as Sbom;
  const bundled = bundledPackages(checkout);
  const ships = ({ name, version }: Component): boolean => bundled.has(`${name}@${version}`);
  const own = all.metadata.component;
  const components = all.components.filter(ships);
  const refs = new Set([own["bom-ref"], ...components.map((component) => component["bom-ref"])]);
  const hash = { alg: "SHA-256", content: digest };
  return {
    ...all,
    serialNumber: `urn:uuid:${uuidOf(digest)}`,
    metadata: {
      ...all.metadata,
      timestamp: new Date(time * 1000).toISOString(),
      component: { ...own, name: manifest.name, hashes: [hash] } as Component,
    },
    components,
    dependencies: all.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) })),
  };
}

/** `name@version` of each package whose code is in the last build's bundles. */
export function bundledPackages(checkout: string): Map<string, { licence: string }> {
  const { inputs } = JSON.parse(readFileSync(join(checkout, "dist/meta.json"), "utf8")) as { inputs: object };
  const folders = Object.keys(inputs).map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  const packages = [...new Set(folders)].flatMap((folder) => {
    if (folder === undefined) return [];
    const text = readFileSync(join(checkout, folder, "package.json"), "utf8");
    const { name, version, license } = JSON.parse(text) as Record<"name" | "version" | "license", string>;
    return [[`${name}@${version}`, { licence: license }] as const];
  });
  return new Map(packages.sort(([one], [other]) => one.localeCompare(other)));
}

/** A version 8 UUID derived from a digest (RFC 9562 §5.8). */
function uuidOf(digest: string): string {
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`];
  return [...parts, digest.slice(20, 32)].join("-");
}
