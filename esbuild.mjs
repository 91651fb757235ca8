// Bundles the two halves and the terminal program: dist/client.js runs in the extension host, dist/server.js is the
// worker process, dist/cli.js is `argus-token`.
import { readdir, readFile, writeFile } from "node:fs/promises";
import esbuild from "esbuild";

const watch = process.argv.includes("--watch");
const production = process.argv.includes("--production");

/** Packages without a licence file, and a package of the same owner and licence that has one. */
const LICENCE_OF = new Map([["@vscode/l10n", "vscode-languageclient"]]);

/**
 * The texts' package can also load them over HTTP, and loads Node's modules for it: a tenth of the running time of
 * `argus-token`.
 *
 * @type {esbuild.Plugin}
 */
const localTexts = {
  name: "local-texts",
  setup(build) {
    build.onResolve({ filter: /^(fs\/promises|url)$/ }, ({ path, importer }) =>
      /[\\/]@vscode[\\/]l10n[\\/]/.test(importer) ? { path, namespace: "local-texts" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "local-texts" }, () => ({ contents: "module.exports = {};" }));
  },
};

/**
 * Modules that the language client loads for features that neither side has: it matches paths for file operations with
 * minimatch, and checks with semver whether the editor is new enough, which `engines` in package.json already ensures.
 * Together they are 48 kB.
 *
 * @type {Record<string, string>}
 */
const UNUSED_MODULES = {
  minimatch: "module.exports = {};",
  "semver/functions/parse": "module.exports = (version) => ({ version, prerelease: [] });",
  "semver/functions/satisfies": "module.exports = () => true;",
};

/** @type {esbuild.Plugin} */
const unusedModules = {
  name: "unused-modules",
  setup(build) {
    const unmatched = new Set(Object.keys(UNUSED_MODULES));
    build.onResolve({ filter: /^(minimatch|semver\/functions\/\w+)$/ }, ({ path }) => {
      unmatched.delete(path);
      return path in UNUSED_MODULES ? { path, namespace: "unused-modules" } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: "unused-modules" }, ({ path }) => ({ contents: UNUSED_MODULES[path] }));
    build.onEnd(() => ({
      errors: [...unmatched].map((name) => ({ text: `${name} is not in the bundle: see UNUSED_MODULES` })),
    }));
  },
};

/** @type {esbuild.BuildOptions} */
const options = {
  entryPoints: { client: "client/src/extension.ts", server: "server/src/main.ts", cli: "cli/src/main.ts" },
  outdir: "dist",
  bundle: true,
  format: "cjs",
  platform: "node",
  // The extension host of the oldest supported VS Code (1.100) runs Node 20.
  target: "node20",
  external: ["vscode"],
  mainFields: ["module", "main"],
  minify: true,
  sourcemap: production ? false : "linked",
  metafile: true,
  plugins: [unusedModules, localTexts],
  logLevel: "warning",
};

if (watch) {
  await (await esbuild.context(options)).watch();
} else {
  const { metafile } = await esbuild.build(options);
  // The size of each package in the bundles, which `npm run bench` prints.
  await writeFile("dist/meta.json", JSON.stringify(metafile));
  await writeFile("dist/THIRD_PARTY_NOTICES.txt", await thirdPartyNotices(Object.keys(metafile.inputs)));
}

/** The licences of the bundled packages, which must be distributed with their code. */
async function thirdPartyNotices(inputs) {
  const folders = new Set(inputs.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]).filter(Boolean));
  const notices = [...folders].sort().map(async (folder) => {
    const { name, version } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
    const home = LICENCE_OF.has(name) ? `node_modules/${LICENCE_OF.get(name)}` : folder;
    const file = (await readdir(home)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} is in the bundles, but has no licence file`);
    return `${name} ${version}\n\n${(await readFile(`${home}/${file}`, "utf8")).trim()}\n`;
  });
  return (await Promise.all(notices)).join(`\n${"-".repeat(80)}\n\n`);
}
