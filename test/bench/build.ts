/**
 * The measured programs: the extension as packaged, and a bare pair for comparison. Each is a copy in the temporary
 * folder, so that a build running meanwhile changes nothing.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import esbuild, { type Metafile } from "esbuild";
import { CHECKOUT } from "../host/paths.ts";

/** Absolute paths. */
export interface Builds {
  temporary: string;
  /** Folders of extensions: with `package.json` and `dist/`. */
  ours: string;
  /** A bare languageclient and languageserver. */
  bare: string;
  /** esbuild's analysis of our bundles. */
  metafile: Metafile;
}

const SHIPPED = [
  "package.json",
  "package.nls.json",
  "syntaxes",
  "dist/client.js",
  "dist/server.js",
  "dist/lsp.js",
  "dist/cli.js",
];

/** The same activation event and language as ours: `onLanguage:http`. */
const MANIFEST = {
  publisher: "bench",
  version: "0.0.0",
  engines: { vscode: "^1.100.0" },
  main: "./dist/client.js",
  activationEvents: ["onLanguage:http"],
  contributes: { languages: [{ id: "http", extensions: [".http"] }] },
};

/** Builds everything, ours with the project's own build script. */
export async function build(temporary: string): Promise<Builds> {
  const [ours, bare] = [join(temporary, "ours"), join(temporary, "bare")];
  await promisify(execFile)(process.execPath, ["esbuild.mjs", "--production"], { cwd: CHECKOUT });
  const metafile = JSON.parse(await readFile(join(CHECKOUT, "dist/meta.json"), "utf8")) as Metafile;
  for (const path of SHIPPED) await cp(join(CHECKOUT, path), join(ours, path), { recursive: true });
  await buildGenerated(bare, "bare", { client: "bare/client.ts", server: "bare/server.ts" });
  return { temporary, ours, bare, metafile };
}

/** Bundles like `esbuild.mjs`, so that only the content differs. */
async function buildGenerated(folder: string, name: string, entryPoints: Record<string, string>): Promise<void> {
  await esbuild.build({
    absWorkingDir: import.meta.dirname,
    entryPoints,
    outdir: join(folder, "dist"),
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    external: ["vscode"],
    mainFields: ["module", "main"],
    minify: true,
    logLevel: "warning",
  });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name, ...MANIFEST }));
}
