/** In which language the worker speaks to people. Log lines and all that programs read stay English. */
import * as l10n from "@vscode/l10n";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Norwegian without saying which, and Nynorsk: Bokmål is read by all, and nearer than English. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["no", "nb"],
  ["nn", "nb"],
]);

/**
 * Speaks a language from now on, if its texts were delivered: that of a region (`nb-NO`) or, without it, the language
 * itself. Whatever is wrong with them, English is understood.
 * @param folder of the texts, `bundle.l10n.<language>.json` each
 * @param locale as an LSP client names it (BCP 47)
 */
export function useLocale(folder: string, locale: string | undefined): void {
  const name = candidates(locale).find((each) => existsSync(pathOf(folder, each)));
  try {
    if (name !== undefined) l10n.config({ fsPath: pathOf(folder, name) });
  } catch {
    // A file that cannot be read is no reason not to work.
  }
}

/** The most exact one first. Anything else than a language's name must not become part of a path. */
function candidates(locale = ""): string[] {
  const tag = locale.toLowerCase().replaceAll("_", "-");
  if (!/^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/.test(tag)) return [];
  const [language = ""] = tag.split("-", 1);
  return [tag, language, INSTEAD.get(language)].filter((name) => name !== undefined);
}

function pathOf(folder: string, name: string): string {
  return join(folder, `bundle.l10n.${name}.json`);
}
