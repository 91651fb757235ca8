import { join } from "node:path";
import { replaceNativeModules } from "./nativeModules.ts";
import { installFromNpm } from "./npmCache.ts";
import { editorVersion } from "./versions.ts";

/** Part of the folder's name: raise it when `finish` below changes. */
const REVISION = 2;

/**
 * Installs the server of a VS Code version from the npm registry, once; needs no compiler and no display.
 *
 * @param version `newest`, `oldest` or a VS Code version
 * @returns the folder with `out/server-main.js`
 * @throws Error in one sentence, when the version is not listed or npm fails
 */
export async function installVSCodeServer(version: string): Promise<string> {
  const { vscode, serverPackage, megabytes } = editorVersion(version);
  const home = await installFromNpm({
    title: `the server of VS Code ${vscode}`,
    folder: `vscode-server-${vscode}-${REVISION}`,
    npmPackage: serverPackage,
    megabytes,
    finish: async (folder, npm) => {
      // The package lists the server's own dependencies, but does not install them.
      await npm(serverFolder(folder), "--omit=dev");
      await replaceNativeModules(serverFolder(folder));
    },
  });
  return serverFolder(home);
}

function serverFolder(home: string): string {
  return join(home, "node_modules", "code-server", "lib", "vscode");
}
