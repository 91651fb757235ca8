/** The language in which the worker speaks to people. Log lines and everything that programs read stay English. */
import * as l10n from "@vscode/l10n";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { nearestLanguage } from "../../common/nearestLanguage.ts";

/**
 * Switches to a language if its texts are part of the package: with its region (`nb-NO`), else without. Falls back to
 * English.
 * @param folder of the texts, `bundle.l10n.<language>.json` each
 * @param locale as an LSP client names it (BCP 47)
 */
export function useLocale(folder: string, locale: string | undefined): void {
  const name = candidates(locale).find((each) => existsSync(pathOf(folder, each)));
  try {
    if (name !== undefined) l10n.config({ fsPath: pathOf(folder, name) });
  } catch {
    // An unreadable file must not stop the worker.
  }
}

/** Most specific first. Only valid language names may become part of a path. */
function candidates(locale = ""): string[] {
  const tag = locale.toLowerCase().replaceAll("_", "-");
  if (!/^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/.test(tag)) return [];
  const [language = ""] = tag.split("-", 1);
  return [tag, language, nearestLanguage(language)].filter((name) => name !== undefined);
}

function pathOf(folder: string, name: string): string {
  return join(folder, `bundle.l10n.${name}.json`);
}
