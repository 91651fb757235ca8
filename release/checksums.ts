import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export function sha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/** Files of a folder and their digests, as `sha256sum --check` reads them. */
export function checksums(folder: string, names: readonly string[]): string {
  return names.map((name) => `${sha256(join(folder, name))}  ${name}\n`).join("");
}
