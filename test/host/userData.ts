import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** For every editor started here: no internet access, and nothing that covers the page. */
const SETTINGS = {
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/**
 * Writes the user settings of an editor that is not running; existing settings are kept.
 *
 * @param dataDir the user data folder, as of `--user-data-dir`
 * @param settings in addition to those above
 */
export async function writeSettings(dataDir: string, settings: Record<string, unknown> = {}): Promise<void> {
  const folder = join(dataDir, "User");
  const file = join(folder, "settings.json");
  if (existsSync(file)) return;
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify({ ...SETTINGS, ...settings }, undefined, 2));
}

/**
 * Writes the list of installed extensions: folders are used in place rather than copied, so that reloading the window
 * after a build shows the new version.
 *
 * @param extensionsDir as of `--extensions-dir`
 * @param folders absolute paths of folders with a `package.json`
 */
export async function installExtensions(extensionsDir: string, folders: string[]): Promise<void> {
  const entries = await Promise.all(
    folders.map(async (folder) => {
      const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Record<string, string>;
      return {
        identifier: { id: `${manifest["publisher"]}.${manifest["name"]}` },
        version: manifest["version"],
        location: { $mid: 1, scheme: "file", path: decodeURIComponent(pathToFileURL(folder).pathname) },
      };
    }),
  );
  await mkdir(extensionsDir, { recursive: true });
  await writeFile(join(extensionsDir, "extensions.json"), JSON.stringify(entries));
}
