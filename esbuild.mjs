// Bundles the two halves: dist/client.js runs in the extension host, dist/server.js is the worker process.
import { rm, writeFile } from "node:fs/promises";
import esbuild from "esbuild";

const watch = process.argv.includes("--watch");
const production = process.argv.includes("--production");

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
  logLevel: "warning",
};

await rm("dist", { recursive: true, force: true });
if (watch) {
  await (await esbuild.context(options)).watch();
} else {
  const { metafile } = await esbuild.build(options);
  // What each package weighs in the bundles; `npm run bench` prints it.
  await writeFile("dist/meta.json", JSON.stringify(metafile));
}
