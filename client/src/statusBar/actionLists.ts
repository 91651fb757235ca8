import * as l10n from "@vscode/l10n";
import { commands, type Extension, type QuickPickItem, QuickPickItemKind, window } from "vscode";
import type { Outcome } from "../failures/failure.ts";
import { guardPaste } from "../prompts/listPaste.ts";
import { plainLabel } from "../../../common/plainText.ts";

/** All commands of the menu under _More…_, the most useful first. */
const actions = (): readonly (string | QuickPickItem)[] => [
  "argus.getToken",
  "argus.insertToken",
  "argus.keepFresh",
  "argus.refreshTokens",
  "argus.removeTokens",
  "argus.removeTokensInWorkspace",
  "argus.copyToken",
  separator(l10n.t("Check")),
  "argus.introspect",
  "argus.userinfo",
  "argus.explainRefusal",
  "argus.showResult",
  separator(l10n.t("Profile")),
  "argus.selectProfile",
  "argus.addProfile",
  "argus.editProfile",
  "argus.discoverEndpoints",
  "argus.setCredential",
  "argus.storeKey",
  "argus.signOut",
  "argus.forgetCredentials",
  separator(l10n.t("Variables")),
  "argus.selectEnvironment",
  separator(l10n.t("Help")),
  "argus.diagnose",
  "argus.showCalls",
  "argus.showLog",
  "argus.restartWorker",
];

/** The commands in the menu of a request's lens; they take the request's line. */
const requestActions = (): readonly (string | QuickPickItem)[] => [
  "argus.insertToken",
  "argus.introspect",
  "argus.userinfo",
  "argus.keepFresh",
  "argus.explainRefusal",
  separator(l10n.t("File")),
  "argus.refreshTokens",
  "argus.removeTokens",
  separator(l10n.t("Variables")),
  "argus.selectEnvironment",
];

const separator = (label: string): QuickPickItem => ({ label, kind: QuickPickItemKind.Separator });

interface ContributedCommand {
  command: string;
  /** With the English title beside it if VS Code is in another language. */
  title: string | { value: string };
  icon?: string;
}

/** Shows all commands. */
export function pickAction(extension: Extension<unknown>): Promise<Outcome<void>> {
  return pick(extension, actions(), () => []);
}

/**
 * Shows the menu of a request.
 * @param target returns its URI and current line when a command is picked
 * @param name of the request, where the cursor is not in it
 */
export function pickRequestAction(
  extension: Extension<unknown>,
  target: () => readonly [uri: string, line: number | undefined],
  name?: string,
): Promise<Outcome<void>> {
  return pick(extension, requestActions(), target, name);
}

/** Uses the titles in package.json, so that each command has only one name. */
export function commandItem(extension: Extension<unknown>, command: string): QuickPickItem & { command: string } {
  const manifest = extension.packageJSON as { contributes: { commands: ContributedCommand[] } };
  const { title = command, icon } = manifest.contributes.commands.find((entry) => entry.command === command) ?? {};
  const shown = typeof title === "string" ? title : title.value;
  return { label: icon === undefined ? shown : `${icon} ${shown}`, command };
}

async function pick(
  extension: Extension<unknown>,
  offered: readonly (string | QuickPickItem)[],
  args: () => readonly unknown[],
  subject?: string,
): Promise<Outcome<void>> {
  const items: (QuickPickItem & { command?: string })[] = offered.map((action) =>
    typeof action === "string" ? commandItem(extension, action) : action,
  );
  const shown = window.showQuickPick(items, {
    title: subject === undefined ? "Argus" : `Argus: ${plainLabel(subject, 80)}`,
    placeHolder: l10n.t("What do you want to do?"),
  });
  const picked = await guardPaste(shown);
  if (picked?.command !== undefined) await commands.executeCommand(picked.command, ...args());
  return { ok: true, value: undefined };
}
