/**
 * `npm run test:editor`: runs test/editor/ inside a real VS Code, a desktop one if possible, else its server with a
 * browser. `ARGUS_VSCODE` selects the version (`newest`, `oldest`, or a number).
 *
 * `ARGUS_GREP` runs only the tests whose titles match. Options for other tests: `--extension FOLDER --tests FILE
 * --folder FOLDER --standIns FOLDER`. If the folder has a `.code-workspace` file, that is opened.
 */
import { cp, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import esbuild from "esbuild";
import { desktopVSCode } from "./desktop.ts";
import { CHECKOUT } from "./paths.ts";
import { runInEditor } from "./runInEditor.ts";
import { withSourceLines } from "./sourceLines.ts";
import { writeSettings } from "./userData.ts";
import { editorVersion, requestedVersion } from "./versions.ts";

/** Lets the tests see everything that the extension logs. */
const LOG = "argus-tokens.argus-tokens=trace";

const { values } = parseArgs({
  options: {
    extension: { type: "string", default: CHECKOUT },
    tests: { type: "string", default: join(CHECKOUT, "test", "editor", "index.ts") },
    folder: { type: "string", default: join(CHECKOUT, "examples") },
    standIns: { type: "string", default: join(CHECKOUT, "test", "editor", "standIns") },
  },
});
const extension = resolve(values.extension);

/**
 * Bundles the tests with mocha into one file, so that the extension host only needs `vscode`. It is placed within the
 * extension, so that both get the same `vscode` object: changes that tests make to it affect the extension.
 *
 * @param folder for this run alone, so that concurrent runs do not interfere
 */
async function bundle(entry: string, folder: string): Promise<string> {
  const outfile = join(folder, "index.js");
  await esbuild.build({
    stdin: {
      resolveDir: CHECKOUT,
      contents: `
        import { reportEnd } from ${JSON.stringify(fileURLToPath(new URL("testConsole.ts", import.meta.url)))};
        import { run as tests } from ${JSON.stringify(entry)};
        export const run = async () => { await tests(); reportEnd(); };`,
    },
    outfile,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    // The last two are files of mocha's parallel mode, which it looks for beside itself.
    external: ["vscode", "./reporters/parallel-buffered.cjs", "./worker.cjs"],
    sourcemap: "external",
    logLevel: "warning",
    // Only mocha's way to unload a test file needs this, and it never unloads a bundle.
    define: { "import.meta.url": "__filename" },
  });
  return outfile;
}

/** Stand-ins for other people's extensions, one per folder, beside ours. */
async function standIns(): Promise<string[]> {
  const folder = resolve(values.standIns);
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}

/** Everything the run may write to, in a folder with a short path: sockets in it must stay under 107 characters. */
async function prepare(): Promise<{ temporary: string; opened: string; userDataDir: string }> {
  const temporary = await mkdtemp(join(tmpdir(), "argus-"));
  const folder = join(temporary, "workspace");
  const userDataDir = join(temporary, "data");
  await cp(resolve(values.folder), folder, { recursive: true });
  // As on the desktop. In a browser, VS Code saves files automatically.
  await writeSettings(userDataDir, { "files.autoSave": "off" });
  const several = (await readdir(folder)).find((name) => name.endsWith(".code-workspace"));
  return { temporary, opened: several === undefined ? folder : join(folder, several), userDataDir };
}

async function main(): Promise<void> {
  const version = requestedVersion();
  const desktop = await desktopVSCode(version);
  const { temporary, opened, userDataDir } = await prepare();
  const ignored = join(extension, ".vscode-test");
  await mkdir(ignored, { recursive: true });
  const bundled = await mkdtemp(join(ignored, "editor-tests-"));
  try {
    const tests = await bundle(resolve(values.tests), bundled);
    console.log(`VS Code ${editorVersion(version).vscode}, ${desktop ? "desktop" : "server and browser"}.`);
    await runInEditor({
      executable: desktop ?? fileURLToPath(new URL("launcher.ts", import.meta.url)),
      extensions: [extension, ...(await standIns())],
      tests,
      args: [opened, `--user-data-dir=${userDataDir}`, "--disable-extensions", `--log=${LOG}`],
      env: { ARGUS_TEST_USER_DATA: userDataDir, ARGUS_TEST_EXTENSION: extension },
      output: await withSourceLines(tests, process.stdout),
    });
    // Kept after a failure, to look at the logs.
    await rm(temporary, { recursive: true, force: true });
  } finally {
    await rm(bundled, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
