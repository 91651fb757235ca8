import { Disposable, TabInputText, window, workspace } from "vscode";

/** Is an `.http` document open in any editor or tab? */
export function isHttpFileOpen(): boolean {
  if (window.visibleTextEditors.some(({ document }) => document.languageId === "http")) return true;
  const inputs = window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  const inTabs = new Set(inputs.filter((input) => input instanceof TabInputText).map(({ uri }) => uri.toString()));
  // Documents without a tab were opened by an extension, not by a person.
  return workspace.textDocuments.some(({ languageId, uri }) => languageId === "http" && inTabs.has(uri.toString()));
}

/** Fires when {@link isHttpFileOpen} may change: for editors, tabs, and documents that change their language. */
export function onDidChangeOpenFiles(listener: () => void): Disposable {
  return Disposable.from(
    window.onDidChangeVisibleTextEditors(listener),
    window.tabGroups.onDidChangeTabs(listener),
    workspace.onDidOpenTextDocument(listener),
    workspace.onDidCloseTextDocument(listener),
  );
}
