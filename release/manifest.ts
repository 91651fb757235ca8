import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** The checkout's root. */
export const CHECKOUT = fileURLToPath(new URL("..", import.meta.url));

export interface Manifest {
  name: string;
  version: string;
  /** The project's house: `package.json` names it, and all links to it are made of this. */
  repository: { url: string };
}

export function readManifest(checkout = CHECKOUT): Manifest {
  return JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as Manifest;
}

/** The house's address for people, without a slash at its end. */
export function homepage({ repository }: Manifest): string {
  return repository.url.replace(/\.git$/, "");
}

/** Odd minor versions are the pre-release channel, as the Marketplace advises. */
export function isPreRelease({ version }: Manifest): boolean {
  return Number(version.split(".")[1]) % 2 === 1;
}

export function vsixName({ name, version }: Manifest): string {
  return `${name}-${version}.vsix`;
}
