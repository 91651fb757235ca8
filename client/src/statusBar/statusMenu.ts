import * as l10n from "@vscode/l10n";
import { commands, type Extension, type QuickPickItem, QuickPickItemKind, window } from "vscode";
import type { Outcome } from "../failures/failure.ts";

/** The commands in the status bar's menu, the most useful first. */
const actions = (): readonly (string | QuickPickItem)[] => [
  "argus.getToken",
  "argus.insertToken",
  "argus.refreshTokens",
  "argus.removeTokens",
  "argus.removeTokensInWorkspace",
  "argus.copyToken",
  separator(l10n.t("Check")),
  "argus.introspect",
  "argus.userinfo",
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
  separator(l10n.t("File")),
  "argus.refreshTokens",
  "argus.removeTokens",
];

const separator = (label: string): QuickPickItem => ({ label, kind: QuickPickItemKind.Separator });

interface ContributedCommand {
  command: string;
  /** With the English title beside it if VS Code is in another language. */
  title: string | { value: string };
  icon?: string;
}

/** Shows the status bar's menu. */
export function pickAction(extension: Extension<unknown>): Promise<Outcome<void>> {
  return pick(extension, actions(), () => []);
}

/** Shows the menu of a request. @param target returns its URI and current line when a command is picked */
export function pickRequestAction(
  extension: Extension<unknown>,
  target: () => readonly [uri: string, line: number | undefined],
): Promise<Outcome<void>> {
  return pick(extension, requestActions(), target);
}

/** Uses the titles in package.json, so that each command has only one name. */
async function pick(
  extension: Extension<unknown>,
  offered: readonly (string | QuickPickItem)[],
  args: () => readonly unknown[],
): Promise<Outcome<void>> {
  const manifest = extension.packageJSON as { contributes: { commands: ContributedCommand[] } };
  const contributed = new Map(manifest.contributes.commands.map((entry) => [entry.command, entry]));
  const items = offered.map((action) => {
    if (typeof action !== "string") return action;
    const { title = action, icon } = contributed.get(action) ?? {};
    const shown = typeof title === "string" ? title : title.value;
    return { label: icon === undefined ? shown : `${icon} ${shown}`, command: action };
  });
  const picked = await window.showQuickPick(items, { title: "Argus", placeHolder: l10n.t("What do you want to do?") });
  if (picked !== undefined && "command" in picked) await commands.executeCommand(picked.command, ...args());
  return { ok: true, value: undefined };
}
