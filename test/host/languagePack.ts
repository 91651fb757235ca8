import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Prepares an editor to run in a language, with an empty language pack: its own texts stay English, and extensions use
 * the language. VS Code accepts only languages with a pack.
 *
 * @param dataDir the user data folder, as of `--user-data-dir`
 * @param language VS Code's name for it (`nb`)
 * @returns the folder of the pack, to be installed as an extension
 */
export async function writeLanguagePack(dataDir: string, language: string): Promise<string> {
  const folder = join(dataDir, `language-pack-${language}`);
  const [name, publisher, version] = [`language-pack-${language}`, "stand-in", "1.0.0"];
  const translations = join(folder, "main.i18n.json");
  const manifest = {
    name,
    publisher,
    version,
    engines: { vscode: "^1.100.0" },
    contributes: {
      localizations: [{ languageId: language, translations: [{ id: "vscode", path: "./main.i18n.json" }] }],
    },
  };
  const known = {
    [language]: {
      hash: version,
      label: language,
      extensions: [{ extensionIdentifier: { id: `${publisher}.${name}` }, version }],
      translations: { vscode: translations },
    },
  };
  await mkdir(folder, { recursive: true });
  await mkdir(join(dataDir, "User"), { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(translations, JSON.stringify({ version, contents: {} }));
  await writeFile(join(dataDir, "languagepacks.json"), JSON.stringify(known));
  await writeFile(join(dataDir, "User", "argv.json"), JSON.stringify({ locale: language }));
  return folder;
}
