import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { openPromise } from "yauzl";

const CHECKOUT = join(import.meta.dirname, "../..");

/** Bytes, of both bundles together. */
const BUNDLE_BUDGET = 1_100_000;

/** What `npm run package` made, file by file with the size in bytes. */
async function packaged(): Promise<Map<string, number>> {
  const manifest = JSON.parse(await readFile(join(CHECKOUT, "package.json"), "utf8")) as {
    name: string;
    version: string;
  };
  const vsix = await openPromise(join(CHECKOUT, `${manifest.name}-${manifest.version}.vsix`));
  const files = new Map<string, number>();
  for await (const { fileName, uncompressedSize } of vsix.eachEntry()) files.set(fileName, uncompressedSize);
  return files;
}

describe("package", () => {
  let files: Map<string, number>;
  before(async () => {
    files = await packaged();
  });

  it("holds what people need and nothing else", () => {
    assert.deepEqual([...files.keys()].sort(), [
      "[Content_Types].xml",
      "extension.vsixmanifest",
      "extension/LICENSE.txt",
      "extension/api/argus-tokens.d.ts",
      "extension/changelog.md",
      "extension/dist/THIRD_PARTY_NOTICES.txt",
      "extension/dist/cli.js",
      "extension/dist/client.js",
      "extension/dist/server.js",
      "extension/docs/diagnostics.md",
      "extension/l10n/bundle.l10n.nb.json",
      "extension/media/frames.png",
      "extension/media/icon.png",
      "extension/media/screenshot.png",
      ...["check", "insert", "profile", "token"].flatMap((step) =>
        ["dark", "light"].map((theme) => `extension/media/walkthrough/${step}-${theme}.png`),
      ),
      "extension/package.json",
      "extension/package.nls.json",
      "extension/package.nls.nb.json",
      "extension/readme.md",
      "extension/syntaxes/argus.injection.tmLanguage.json",
      "extension/syntaxes/http.tmLanguage.json",
      "extension/syntaxes/language-configuration.json",
    ]);
  });

  it("has bundles within their budget, made for use and not for debugging", async () => {
    const bundles = ["client", "server"].map((name) => files.get(`extension/dist/${name}.js`) ?? 0);
    assert(bundles.every((bytes) => bytes > 0));
    assert(bundles[0]! + bundles[1]! < BUNDLE_BUDGET, `${bundles.join(" + ")} bytes`);
    for (const name of ["client", "server"]) {
      assert(!(await readFile(join(CHECKOUT, `dist/${name}.js`), "utf8")).includes("sourceMappingURL"));
    }
  });

  it("loads nothing at run time but Node and VS Code", async () => {
    for (const name of ["client", "server"]) {
      const code = await readFile(join(CHECKOUT, `dist/${name}.js`), "utf8");
      const required = new Set([...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, module]) => module!));
      const foreign = [...required].filter((module) => module !== "vscode" && !isBuiltin(module));
      assert.deepEqual(foreign, []);
    }
  });
});
