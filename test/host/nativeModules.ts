import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";

/** It only ends an extension host whose parent hangs, and the host also watches its parent itself. */
const NO_WATCHDOG = "exports.start = () => {}; exports.exit = (code) => process.exit(code);\n";

/** Exits like ripgrep without results. */
const FINDS_NOTHING = "#!/bin/sh\nexit 1\n";

/**
 * Replaces modules that install scripts would have compiled or downloaded, and whose absence VS Code complains about.
 * Without the first one, there would be no log files; tests do not need the others.
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
  // Newer versions include their own.
  const ripgrep = join(modules, "@vscode", "ripgrep");
  if (existsSync(ripgrep)) {
    await mkdir(join(ripgrep, "bin"), { recursive: true });
    await writeFile(join(ripgrep, "bin", "rg"), FINDS_NOTHING, { mode: 0o755 });
  }
}
