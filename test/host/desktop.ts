import { downloadAndUnzipVSCode } from "@vscode/test-electron";
import { hasDisplay } from "./browser.ts";
import { CACHE } from "./paths.ts";
import { editorVersion } from "./versions.ts";

/** How long the download site may take for an answer, in ms. */
const TIMEOUT = 15_000;

/**
 * Downloads a desktop VS Code once, if it can be shown.
 *
 * @param version `newest`, `oldest` or a VS Code version
 * @returns the path of its executable, or `undefined` without a display or access to the download
 */
export async function desktopVSCode(version: string): Promise<string | undefined> {
  if (!hasDisplay()) return undefined;
  try {
    return await downloadAndUnzipVSCode({
      version: editorVersion(version).vscode,
      cachePath: CACHE,
      timeout: TIMEOUT,
    });
  } catch (error) {
    console.log(`No desktop VS Code could be downloaded (${String(error)}): using its server and a browser.`);
    return undefined;
  }
}
