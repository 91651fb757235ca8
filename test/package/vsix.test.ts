import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { openPromise } from "yauzl";
import { CHECKOUT, homepage, readManifest, vsixName } from "../../release/manifest.ts";
import { sha256 } from "../../release/checksums.ts";
import { MARKETPLACE } from "../../release/registries.ts";
import { rehearse } from "../../release/rehearsal.ts";
import { bundledPackages, makeSbom } from "../../release/sbom.ts";

/** Limit of the VSIX in bytes. */
const VSIX_BUDGET = 1_500_000;
/** Limit of what both halves load, in bytes. */
const BUNDLE_BUDGET = 1_100_000;

/** The bundles of the two halves, and what they share. */
const HALVES = ["client", "server", "lsp"];

const MANIFEST = readManifest();
const VSIX = join(CHECKOUT, vsixName(MANIFEST));

/** Licences that allow redistribution in a bundle with a notice. */
const ALLOWED = ["0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];

/** The contents of the VSIX, by file. */
async function packaged(): Promise<Map<string, Buffer>> {
  const vsix = await openPromise(VSIX);
  const files = new Map<string, Buffer>();
  for await (const entry of vsix.eachEntry()) {
    files.set(entry.fileName, await buffer(await vsix.openReadStreamPromise(entry)));
  }
  return files;
}

describe("package", () => {
  let files: Map<string, Buffer>;
  before(async () => {
    files = await packaged();
  });

  it("contains what people need and nothing else", () => {
    assert.deepEqual(
      [...files.keys()].sort(),
      [
        "[Content_Types].xml",
        "extension.vsixmanifest",
        "extension/LICENSE.txt",
        "extension/api/argus-tokens.d.ts",
        "extension/changelog.md",
        "extension/dist/THIRD_PARTY_NOTICES.txt",
        "extension/dist/cli.js",
        "extension/dist/client.js",
        "extension/dist/lsp.js",
        "extension/dist/server.js",
        "extension/docs/diagnostics.md",
        "extension/l10n/bundle.l10n.nb.json",
        "extension/media/icon.png",
        ...["check", "insert", "profile", "token"].flatMap((step) =>
          ["dark", "light"].map((theme) => `extension/media/walkthrough/${step}-${theme}.png`),
        ),
        "extension/media/walkthrough/fresh.md",
        "extension/media/walkthrough/fresh.nls.nb.md",
        "extension/package.json",
        "extension/package.nls.json",
        "extension/package.nls.nb.json",
        "extension/readme.md",
        "extension/syntaxes/argus.injection.tmLanguage.json",
        "extension/syntaxes/http.tmLanguage.json",
        "extension/syntaxes/language-configuration.json",
      ].sort(),
    );
  });

  it("has bundles within their budget, without source maps", async () => {
    const bundles = HALVES.map((name) => files.get(`extension/dist/${name}.js`)?.length ?? 0);
    assert(bundles.every((bytes) => bytes > 0));
    assert(bundles.reduce((a, b) => a + b) < BUNDLE_BUDGET, `${bundles.join(" + ")} bytes`);
    for (const name of [...HALVES, "cli"]) {
      assert(!(await readFile(join(CHECKOUT, `dist/${name}.js`), "utf8")).includes("sourceMappingURL"));
    }
  });

  it("loads nothing at run time but Node and VS Code", async () => {
    for (const name of [...HALVES, "cli"]) {
      const code = await readFile(join(CHECKOUT, `dist/${name}.js`), "utf8");
      const required = new Set([...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, module]) => module!));
      const foreign = [...required].filter((module) => !["vscode", "./lsp.js"].includes(module) && !isBuiltin(module));
      assert.deepEqual(foreign, []);
    }
  });

  it("is small", () => {
    assert(statSync(VSIX).size < VSIX_BUDGET, `${statSync(VSIX).size} bytes`);
  });

  it("has a notice for each package in the bundles, and no other", () => {
    const notices = files.get("extension/dist/THIRD_PARTY_NOTICES.txt")!.toString();
    const headings = notices.split(`\n${"-".repeat(80)}\n\n`).map((notice) => notice.split("\n", 1)[0]);
    const ids = [...bundledPackages(CHECKOUT).keys()].map((id) => id.replace(/@(?=[^@]+$)/, " "));
    assert(ids.length > 5);
    assert.deepEqual([...headings].sort(), [...ids].sort());
  });

  it("has packages with allowed licences only", () => {
    const others = [...bundledPackages(CHECKOUT)].filter(([, { licence }]) => !ALLOWED.includes(licence));
    assert.deepEqual(others, []);
  });

  it("has a page whose links and pictures lead to files of its tag", () => {
    const readme = files.get("extension/readme.md")!.toString();
    const targets = [...readme.matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target!);
    assert.deepEqual(
      targets.filter((target) => !/^(https:|#)/.test(target)),
      [],
    );
    const atTag = ["blob", "raw"].map((kind) => `${homepage(MANIFEST)}/${kind}/v${MANIFEST.version}/`);
    const paths = targets.flatMap((target) =>
      atTag.filter((start) => target.startsWith(start)).map((start) => target.slice(start.length).replace(/#.*/, "")),
    );
    assert(paths.length > 5);
    assert(paths.some((path) => path.endsWith(".png")));
    for (const path of paths) assert(statSync(join(CHECKOUT, path)).isFile());
  });

  it("has a bill of materials of the bundled packages, the same each time", () => {
    const digest = "0123456789abcdef".repeat(4);
    const [sbom, again] = [1, 2].map(() => makeSbom(CHECKOUT, MANIFEST, digest, 1_800_000_000));
    assert.deepEqual(sbom, again);
    const ids = sbom!.components.map(({ name, version }) => `${name}@${version}`);
    assert.deepEqual(ids.sort(), [...bundledPackages(CHECKOUT).keys()].sort());
    assert.equal(sbom!.metadata.component.name, MANIFEST.name);
    assert.equal(sbom!.metadata.timestamp, "2027-01-15T08:00:00.000Z");
  });

  it("is published byte for byte", async () => {
    const uploads = await rehearse(MARKETPLACE, VSIX);
    assert.deepEqual(uploads, [sha256(VSIX)]);
  });

  it("has one home page, which all addresses in its manifest lead to", () => {
    const { bugs, homepage: page } = MANIFEST as unknown as { bugs: { url: string }; homepage: string };
    for (const url of [bugs.url, page]) assert(url.startsWith(homepage(MANIFEST)), url);
  });
});
