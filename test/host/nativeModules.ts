import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";

/** Its only job is to end an extension host whose parent hangs; the host also looks for its parent by itself. */
const NO_WATCHDOG = "exports.start = () => {}; exports.exit = (code) => process.exit(code);\n";

/** Ends as ripgrep does when it finds nothing. */
const FINDS_NOTHING = "#!/bin/sh\nexit 1\n";

/**
 * Puts something plain in the place of what install scripts would have compiled or downloaded and VS Code misses loudly.
 * Without the first it writes no log file, and an extension's log channel stays empty; no test needs the others.
 *
 * @param server the folder of a VS Code server
 */
export async function replaceNativeModules(server: string): Promise<void> {
  const modules = join(server, "node_modules");
  await esbuild.build({
    entryPoints: [fileURLToPath(new URL("spdlog.ts", import.meta.url))],
    outfile: join(modules, "@vscode", "spdlog", "index.js"),
    allowOverwrite: true,
    bundle: true,
    format: "cjs",
    platform: "node",
    logLevel: "warning",
  });
  for (const name of ["native-watchdog", "@vscode/native-watchdog"]) {
    if (existsSync(join(modules, name))) await writeFile(join(modules, name, "index.js"), NO_WATCHDOG);
  }
  // Newer versions bring their own.
  const ripgrep = join(modules, "@vscode", "ripgrep");
  if (existsSync(ripgrep)) {
    await mkdir(join(ripgrep, "bin"), { recursive: true });
    await writeFile(join(ripgrep, "bin", "rg"), FINDS_NOTHING, { mode: 0o755 });
  }
}
