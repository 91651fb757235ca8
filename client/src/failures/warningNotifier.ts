import * as l10n from "@vscode/l10n";
import { offerLog, offerWarning } from "./report.ts";

/** Shows the warnings of successful calls: each text once per window. */
export class WarningNotifier {
  readonly #shown = new Set<string>();

  warn(warnings: readonly string[] = []): void {
    for (const text of warnings) if (this.#isNew(text)) offerWarning(text);
  }

  /** Warns that a profile's secrets are only in this window's memory. */
  warnOfWindow(profile: string): void {
    const text = l10n.t(
      "VS Code's secret storage does not work, so what was entered for “{0}” is kept only until this window is closed.",
      profile,
    );
    if (this.#isNew(text)) offerLog(text);
  }

  #isNew(text: string): boolean {
    const isNew = !this.#shown.has(text);
    this.#shown.add(text);
    return isNew;
  }
}
