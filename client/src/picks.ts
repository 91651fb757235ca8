import { commands, type Extension, type QuickPickItem, QuickPickItemKind, window } from "vscode";
import type { Outcome } from "./failure.ts";

/** The status bar's menu: commands of the palette, in the order people want them. */
const ACTIONS: readonly (string | QuickPickItem)[] = [
  "argus.getToken",
  "argus.insertToken",
  "argus.refreshTokens",
  "argus.removeTokens",
  "argus.removeTokensInWorkspace",
  "argus.copyToken",
  { label: "Check", kind: QuickPickItemKind.Separator },
  "argus.introspect",
  "argus.userinfo",
  "argus.showResult",
  { label: "Profile", kind: QuickPickItemKind.Separator },
  "argus.selectProfile",
  "argus.addProfile",
  "argus.editProfile",
  "argus.discoverEndpoints",
  "argus.setCredential",
  "argus.storeKey",
  "argus.signOut",
  "argus.forgetCredentials",
  { label: "Help", kind: QuickPickItemKind.Separator },
  "argus.diagnose",
  "argus.showCalls",
  "argus.showLog",
  "argus.restartWorker",
];

interface ContributedCommand {
  command: string;
  title: string;
  icon?: string;
}

/** Titles are those of package.json, so that a command has one name. */
export async function pickAction(extension: Extension<unknown>): Promise<Outcome<void>> {
  const manifest = extension.packageJSON as { contributes: { commands: ContributedCommand[] } };
  const contributed = new Map(manifest.contributes.commands.map((entry) => [entry.command, entry]));
  const items = ACTIONS.map((action) => {
    if (typeof action !== "string") return action;
    const { title = action, icon } = contributed.get(action) ?? {};
    return { label: icon === undefined ? title : `${icon} ${title}`, command: action };
  });
  const picked = await window.showQuickPick(items, { title: "Argus", placeHolder: "What should be done?" });
  if (picked !== undefined && "command" in picked) await commands.executeCommand(picked.command);
  return { ok: true, value: undefined };
}
