import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { changelogSection } from "../../../release/changelog.ts";
import { CHECKOUT, isPreRelease, readManifest } from "../../../release/manifest.ts";
import { packagedReadme } from "../../../release/readme.ts";

const CHANGELOG =
  "# Changelog\n\n## [Unreleased]\n\n- c\n\n## [1.2.0] - 2026-01-02\n\n### Added\n\n- b\n\n## [1.1.0]\n\n- a\n";

describe("a release", () => {
  it("uses the changelog's section as its notes", () => {
    assert.equal(changelogSection(CHANGELOG, "1.2.0"), "### Added\n\n- b");
  });

  it("has a section for the version in package.json", () => {
    const changelog = readFileSync(join(CHECKOUT, "CHANGELOG.md"), "utf8");
    assert.notEqual(changelogSection(changelog, readManifest().version), "");
  });

  it("is refused without a dated section", () => {
    assert.throws(() => changelogSection(CHANGELOG, "1.1.0"), /has no date/);
    assert.throws(() => changelogSection(CHANGELOG, "1.2"), /has no section/);
    assert.throws(() => changelogSection(CHANGELOG, "1x2.0"), /has no section/);
  });

  it("is a pre-release if the minor version is odd", () => {
    const of = (version: string): boolean => isPreRelease({ ...readManifest(), version });
    assert.deepEqual(["1.0.0", "1.1.0", "2.10.3", "2.11.0"].map(of), [false, true, false, true]);
  });

  it("pins each action by digest, with minimal permissions", () => {
    const workflow = readFileSync(join(CHECKOUT, ".github/workflows/release.yml"), "utf8");
    const uses = [...workflow.matchAll(/uses: (.*)/g)].map(([, action]) => action!);
    assert(uses.length >= 4);
    for (const action of uses) assert.match(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    assert.match(workflow, /^permissions: \{\}$/m);
    assert.doesNotMatch(workflow, /secrets\./);
  });

  it("has links and pictures in its README that lead to its tag", () => {
    const manifest = { name: "x", version: "1.2.3", repository: { url: "https://forge.example/x/x.git" } };
    const text = "![p](media/icon.png) [a](docs/a.md#b) [c](https://c.example) [d](#d)";
    assert.equal(
      packagedReadme(text, manifest),
      "![p](https://forge.example/x/x/raw/v1.2.3/media/icon.png) " +
        "[a](https://forge.example/x/x/blob/v1.2.3/docs/a.md#b) [c](https://c.example) [d](#d)",
    );
  });
});
