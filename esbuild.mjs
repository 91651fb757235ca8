// Bundles the two halves: dist/client.js runs in the extension host, dist/server.js is the worker process.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import esbuild from "esbuild";

const watch = process.argv.includes("--watch");
const production = process.argv.includes("--production");

/** Packages without a licence file, and one of the same owner under the same licence that has it. */
const LICENCE_OF = new Map([["@vscode/l10n", "vscode-languageclient"]]);

/**
 * Of undici, only the HTTP/1.1 client for string bodies: fetch, WebSocket, caches and mocks would make up half of the
 * worker's bundle. The worker makes its connections itself and calls `request` on a client for each.
 *
 * @type {esbuild.Plugin}
 */
const undiciClient = {
  name: "undici-client",
  setup(build) {
    build.onResolve({ filter: /^undici$/ }, () => ({ path: "undici", namespace: "undici-client" }));
    build.onLoad({ filter: /.*/, namespace: "undici-client" }, () => ({
      resolveDir: import.meta.dirname,
      contents: `
        require("undici/lib/dispatcher/dispatcher.js").prototype.request = require("undici/lib/api/api-request.js");
        exports.Client = require("undici/lib/dispatcher/client.js");`,
    }));
    // One parser in WebAssembly is enough, and the one without SIMD runs everywhere; Argus' answers are small.
    build.onResolve({ filter: /llhttp_simd-wasm\.js$/ }, ({ resolveDir }) => ({
      path: join(resolveDir, "../llhttp/llhttp-wasm.js"),
    }));
    // Its parser is a constant in base64, and a third as long when it is compressed.
    build.onLoad({ filter: /[\\/]llhttp-wasm\.js$/ }, ({ path }) => {
      const packed = brotliCompressSync(createRequire(import.meta.url)(path)).toString("base64");
      return {
        contents: `module.exports = require("node:zlib").brotliDecompressSync(Buffer.from("${packed}", "base64"));`,
      };
    });
    // HTTP/2 is asked for by an option, fetch's body by a body that is a stream; we use neither.
    const unused = [/[\\/]client-h2\.js$/, /[\\/]web[\\/]fetch[\\/]body\.js$/];
    build.onLoad({ filter: /[\\/]undici[\\/]lib[\\/]/ }, ({ path }) =>
      unused.some((file) => file.test(path)) ? { contents: "module.exports = {};" } : undefined,
    );
  },
};

/**
 * Features of LSP that the worker does not have, by the names of their files in the language client. Notebooks stay:
 * diagnostics listen to them.
 */
const UNUSED_FEATURES = [
  ...["callHierarchy", "colorProvider", "declaration", "definition", "documentHighlight", "executeCommand"],
  ...["fileOperations", "fileSystemWatcher", "formatting", "implementation", "inlayHint", "inlineCompletion"],
  ...["inlineValue", "linkedEditingRange", "reference", "rename", "selectionRange", "semanticTokens"],
  ...["signatureHelp", "textDocumentContent", "typeDefinition", "typeHierarchy", "workspaceFolder", "workspaceSymbol"],
];

/**
 * The language client asks whether the editor is new enough, which the editor has done before it loads us, matches paths
 * against patterns for features that we do not use, and announces all those features: together two fifths of its size.
 *
 * @type {esbuild.Plugin}
 */
const languageClient = {
  name: "language-client",
  setup(build) {
    const stubs = {
      "semver/functions/parse": "module.exports = (version) => ({ version, prerelease: [] });",
      "semver/functions/satisfies": "module.exports = () => true;",
      minimatch: "module.exports = {};",
      // Each is made once and asked for what it adds to the capabilities: nothing.
      feature: `
        class Unused { fillClientCapabilities() {} initialize() {} getState() { return { kind: "static" }; } clear() {} }
        module.exports = new Proxy({}, { get: () => Unused });`,
    };
    const stub = (path) => ({ path, namespace: "language-client" });
    build.onResolve({ filter: /^(semver\/functions\/\w+|minimatch)$/ }, ({ path }) => stub(path));
    build.onResolve({ filter: new RegExp(`^\\./(${UNUSED_FEATURES.join("|")})$`) }, ({ importer }) =>
      /[\\/]vscode-languageclient[\\/]lib[\\/]common[\\/]client\.js$/.test(importer) ? stub("feature") : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "language-client" }, ({ path }) => ({ contents: stubs[path] }));
  },
};

/** @type {esbuild.BuildOptions} */
const options = {
  entryPoints: { client: "client/src/extension.ts", server: "server/src/main.ts" },
  outdir: "dist",
  bundle: true,
  format: "cjs",
  platform: "node",
  // The extension host of the oldest supported VS Code (1.100) has Node 20.
  target: "node20",
  external: ["vscode"],
  mainFields: ["module", "main"],
  minify: true,
  sourcemap: production ? false : "linked",
  metafile: true,
  plugins: [undiciClient, languageClient],
  logLevel: "warning",
};

if (watch) {
  await (await esbuild.context(options)).watch();
} else {
  const { metafile } = await esbuild.build(options);
  // What each package weighs in the bundles; `npm run bench` prints it.
  await writeFile("dist/meta.json", JSON.stringify(metafile));
  await writeFile("dist/THIRD_PARTY_NOTICES.txt", await thirdPartyNotices(Object.keys(metafile.inputs)));
}

/** The licences of the packages in the bundles, which have to go where their code goes. */
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
