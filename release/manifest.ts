import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** The root of the checkout. */
export const CHECKOUT = fileURLToPath(new URL("..", import.meta.url));

export interface Manifest {
  name: string;
  version: string;
  /** The project's home, from `package.json`; all links to it are built from this. */
  repository: { url: string };
}

export function readManifest(checkout = CHECKOUT): Manifest {
  return JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as Manifest;
}

/** The project's web page, without a trailing slash. */
export function homepage({ repository }: Manifest): string {
  return repository.url.replace(/\.git$/, "");
}

/** Odd minor versions are the pre-release channel, as the Marketplace recommends. */
export function isPreRelease({ version }: Manifest): boolean {
  return Number(version.split(".")[1]) % 2 === 1;
}

export function vsixName({ name, version }: Manifest): string {
  return `${name}-${version}.vsix`;
}
