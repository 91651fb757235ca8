/**
 * The second half of `npm run package`: packs the build into one VSIX, byte for byte the same in every folder and time
 * zone. `SOURCE_DATE_EPOCH` sets its timestamps; the default is the time of the last commit.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";
import { packagedReadme } from "./readme.ts";
import { CHECKOUT, isPreRelease, readManifest, vsixName } from "./manifest.ts";

/** The earliest time in a zip file, in seconds since the epoch: for a source archive without git. */
const EARLIEST = "315532800";
/** In the checkout, ignored by git. */
const README = "dist/readme.md";

function timeOfCommit(): string {
  try {
    return execFileSync("git", ["log", "-1", "--format=%ct"], {
      cwd: CHECKOUT,
      encoding: "utf8",
      stdio: "pipe",
    }).trim();
  } catch {
    return EARLIEST;
  }
}

const manifest = readManifest();
writeFileSync(join(CHECKOUT, README), packagedReadme(readFileSync(join(CHECKOUT, "README.md"), "utf8"), manifest));

// A zip contains local times and file modes; neither may depend on who builds.
process.env["TZ"] = "UTC";
process.env["SOURCE_DATE_EPOCH"] ??= timeOfCommit();
const options = { cwd: CHECKOUT, dependencies: false, readmePath: README };
for (const file of await listFiles({ ...options, packageManager: PackageManager.None }))
  chmodSync(join(CHECKOUT, file), 0o644);
await createVSIX({
  ...options,
  packagePath: join(CHECKOUT, vsixName(manifest)),
  // packagedReadme has already done this.
  rewriteRelativeLinks: false,
  preRelease: isPreRelease(manifest),
});
