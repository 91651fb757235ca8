import { Disposable, TabInputText, window, workspace } from "vscode";

/** Whether a person has an `.http` document open: in an editor that they see, or in a tab behind others. */
export function isHttpFileOpen(): boolean {
  if (window.visibleTextEditors.some(({ document }) => document.languageId === "http")) return true;
  const inputs = window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  const inTabs = new Set(inputs.filter((input) => input instanceof TabInputText).map(({ uri }) => uri.toString()));
  // Documents that are in no tab are open for an extension, not for a person.
  return workspace.textDocuments.some(({ languageId, uri }) => languageId === "http" && inTabs.has(uri.toString()));
}

/** Hears of whatever {@link isHttpFileOpen} may depend on: editors, tabs, and documents that change their language. */
export function onDidChangeOpenFiles(listener: () => void): Disposable {
  return Disposable.from(
    window.onDidChangeVisibleTextEditors(listener),
    window.tabGroups.onDidChangeTabs(listener),
    workspace.onDidOpenTextDocument(listener),
    workspace.onDidCloseTextDocument(listener),
  );
}
