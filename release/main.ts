/**
 * `npm run release`: a release of the last commit from a clean clone, in `dist/release/`: the VSIX, its bill of
 * materials, their digests and the release notes. Publishes only with `--publish`.
 *
 * npm run release                   all checks and tests, two builds, a dry run of publishing
 * npm run release -- --skip-tests   without checks and tests, to look at the artefacts
 * npm run release -- --publish      publishes the contents of `dist/release/`
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { changelogSection } from "./changelog.ts";
import { checksums, sha256 } from "./checksums.ts";
import { CHECKOUT, readManifest, vsixName } from "./manifest.ts";
import { publishCommand, REGISTRIES } from "./registries.ts";
import { rehearse } from "./rehearsal.ts";
import { makeSbom } from "./sbom.ts";

const OUT = join(CHECKOUT, "dist", "release");

const { values } = parseArgs({
  options: { "skip-tests": { type: "boolean", default: false }, publish: { type: "boolean", default: false } },
});
const manifest = readManifest();
const vsix = vsixName(manifest);

function say(text: string): void {
  console.log(`\n=== release: ${text}`);
}

function run(cwd: string, command: string, ...args: string[]): void {
  say([command, ...args].join(" "));
  execFileSync(command, args, { cwd, stdio: "inherit" });
}

function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: CHECKOUT, encoding: "utf8" }).trim();
}

/** A clone, built. The checkout may get further commits meanwhile. */
function build(folder: string, commit: string, test: boolean): void {
  run(CHECKOUT, "git", "clone", "--quiet", "--no-local", "--no-checkout", CHECKOUT, folder);
  run(folder, "git", "checkout", "--quiet", "--detach", commit);
  run(folder, "npm", "ci");
  if (test) {
    run(folder, "npm", "run", "check");
    run(folder, "npm", "test");
    run(folder, "npm", "run", "test:package");
    run(folder, "test/fresh/run");
  } else {
    run(folder, "npm", "run", "package");
  }
}

/** The registry's advisories for the packages that ship. If it cannot be reached, the release says so. */
function audit(): void {
  say("npm audit --omit=dev");
  try {
    execFileSync("npm", ["audit", "--omit=dev"], { cwd: CHECKOUT, stdio: ["ignore", "pipe", "pipe"] });
    console.log("The registry knows of no vulnerability in the packages that ship.");
  } catch (error) {
    const said = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
    if (/vulnerabilit/i.test(said))
      throw new Error(`A package that ships has a known vulnerability:\n${said}`, { cause: error });
    console.log("The registry did not answer: nothing is known about vulnerabilities.");
  }
}

async function makeRelease(): Promise<void> {
  if (git("status", "--porcelain") !== "") throw new Error("Commit first: a release is made of a commit.");
  const notes = changelogSection(readFileSync(join(CHECKOUT, "CHANGELOG.md"), "utf8"), manifest.version);
  const commit = git("rev-parse", "HEAD");
  const time = Number(git("log", "-1", "--format=%ct", commit));
  const temporary = mkdtempSync(join(tmpdir(), "argus-release-"));
  try {
    const [first, second] = [join(temporary, "first"), join(temporary, "a folder with another name")];
    build(first, commit, !values["skip-tests"]);
    build(second, commit, false);
    const [digest, other] = [first, second].map((folder) => sha256(join(folder, vsix)));
    if (digest === undefined || digest !== other) throw new Error(`Two builds differ: ${digest}, ${other}.`);
    audit();

    rmSync(OUT, { recursive: true, force: true });
    mkdirSync(OUT, { recursive: true });
    cpSync(join(first, vsix), join(OUT, vsix));
    const sbom = `${vsix}.cdx.json`;
    writeFileSync(join(OUT, sbom), `${JSON.stringify(makeSbom(first, manifest, digest, time), undefined, 2)}\n`);
    writeFileSync(join(OUT, "RELEASE_NOTES.md"), `${notes}\n`);
    const sums = checksums(OUT, [vsix, sbom]);
    writeFileSync(join(OUT, "SHA256SUMS"), sums);
    for (const registry of REGISTRIES) {
      say(`rehearsal of publishing at ${registry.title}, at a registry on this machine`);
      const uploads = await rehearse(registry, join(OUT, vsix));
      if (uploads.join() !== digest) throw new Error(`${registry.title} would get other bytes than were built.`);
    }
    say(`${OUT} has the release of ${commit}`);
    console.log(sums);
    console.log("To publish it (npm run release -- --publish):");
    for (const registry of REGISTRIES) console.log(`  ${publishCommand(registry, vsix).join(" ")}`);
    if (values["skip-tests"]) say("not tested: checks and tests were skipped");
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Publishes exactly the bytes that were built and attested. */
function publish(): void {
  run(OUT, "sha256sum", "--check", "--strict", "SHA256SUMS");
  for (const registry of REGISTRIES) {
    const [command = "", ...args] = publishCommand(registry, join(OUT, vsix));
    run(CHECKOUT, command, ...args);
  }
}

try {
  if (values.publish) publish();
  else await makeRelease();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
