import * as l10n from "@vscode/l10n";
import { join } from "node:path";

/** Norwegian without saying which, and Nynorsk: Bokmål is read by all, and nearer than English. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["no", "nb"],
  ["nn", "nb"],
]);

/**
 * Speaks the terminal's language from now on, if its texts were delivered.
 *
 * @param folder of the texts
 * @param environment its `LC_ALL`, `LC_MESSAGES` or `LANG` names the language, as for other programs of a terminal
 */
export function speakAsTerminal(folder: string, { LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): void {
  const named = [LC_ALL, LC_MESSAGES, LANG].find((name) => name !== undefined && name !== "") ?? "";
  const [language = ""] = /^[a-z]{2,8}/.exec(named.toLowerCase()) ?? [];
  try {
    l10n.config({ fsPath: join(folder, `bundle.l10n.${INSTEAD.get(language) ?? language}.json`) });
  } catch {
    // English is understood.
  }
}
