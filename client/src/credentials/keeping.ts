import * as l10n from "@vscode/l10n";
import { keepsSecretsInSession } from "../settings.ts";

/** Where a secret that the person is about to enter is kept, as the last sentence of a prompt. */
export function keeping(): string {
  return keepsSecretsInSession()
    ? l10n.t("It is kept in memory until this window is closed")
    : l10n.t("It is kept in VS Code's secret storage");
}
