// Bundles the two halves and the terminal program: dist/client.js runs in the extension host, dist/server.js is the
// worker process, dist/cli.js is `argus-token`. dist/lsp.js is the protocol's code, which both halves load.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import esbuild from "esbuild";

const watch = process.argv.includes("--watch");
const production = process.argv.includes("--production");

/** Packages without a licence file, and a package of the same owner and licence that has one. */
const LICENCE_OF = new Map([["@vscode/l10n", "vscode-languageclient"]]);

/**
 * `@vscode/l10n` can also load texts over HTTP. Loading Node's modules for that would take a tenth of the running time
 * of `argus-token`.
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

/** The packages of the protocol. `vscode-languageserver-protocol/node` exports all that the others do. */
const PROTOCOL = /^vscode-(?:jsonrpc|languageserver-(?:protocol|types))(?:\/node)?$/;
const WITHIN_PROTOCOL = /[\\/]node_modules[\\/]vscode-(?:jsonrpc|languageserver-(?:protocol|types))[\\/]/;

/**
 * Both halves load one copy of the protocol's code: a seventh of their size.
 *
 * @type {esbuild.Plugin}
 */
const sharedProtocol = {
  name: "shared-protocol",
  setup(build) {
    build.onResolve({ filter: PROTOCOL }, ({ kind, importer }) =>
      kind === "entry-point" || WITHIN_PROTOCOL.test(importer) ? undefined : { path: "./lsp.js", external: true },
    );
  },
};

/** @type {esbuild.BuildOptions} */
const options = {
  entryPoints: {
    client: "client/src/extension.ts",
    server: "server/src/main.ts",
    cli: "cli/src/main.ts",
    lsp: "vscode-languageserver-protocol/node",
  },
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
  plugins: [localTexts, sharedProtocol],
  logLevel: "warning",
};

if (watch) {
  await (await esbuild.context(options)).watch();
} else {
  const { metafile, outputFiles } = await esbuild.build({ ...options, write: false });
  await mkdir("dist", { recursive: true });
  for (const { path, contents } of outputFiles) await update(path, contents);
  // The size of each package in the bundles, which `npm run bench` prints.
  await update("dist/meta.json", Buffer.from(JSON.stringify(metafile)));
  await update("dist/THIRD_PARTY_NOTICES.txt", Buffer.from(await thirdPartyNotices(Object.keys(metafile.inputs))));
}

/** Leaves a file alone that has the same contents: an editor that runs it must never meet half of it. */
async function update(path, contents) {
  const before = await readFile(path).catch(() => undefined);
  if (before === undefined || Buffer.compare(before, contents) !== 0) await writeFile(path, contents);
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
