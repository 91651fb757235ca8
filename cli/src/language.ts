import * as l10n from "@vscode/l10n";
import { join } from "node:path";
import { nearestLanguage } from "../../common/nearestLanguage.ts";

/**
 * Switches to the terminal's language, if its texts are part of the package.
 *
 * @param folder of the texts
 * @param environment its `LC_ALL`, `LC_MESSAGES` or `LANG` names the language, as for other terminal programs
 */
export function useTerminalLanguage(folder: string, { LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): void {
  const named = [LC_ALL, LC_MESSAGES, LANG].find((name) => name !== undefined && name !== "") ?? "";
  const [language = ""] = /^[a-z]{2,8}/.exec(named.toLowerCase()) ?? [];
  try {
    l10n.config({ fsPath: join(folder, `bundle.l10n.${nearestLanguage(language) ?? language}.json`) });
  } catch {
    // Falls back to English.
  }
}
