import { Disposable, TabInputText, type TextDocument, window, workspace } from "vscode";

/** Is an `.http` document open in any editor or tab? */
export function isHttpFileOpen(): boolean {
  return openHttpFiles().length > 0;
}

/** The `.http` documents in editors and tabs. */
export function openHttpFiles(): TextDocument[] {
  const visible = window.visibleTextEditors.map(({ document }) => document);
  const inputs = window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  const inTabs = new Set(inputs.filter((input) => input instanceof TabInputText).map(({ uri }) => uri.toString()));
  // Documents without a tab were opened by an extension, not by a person.
  const open = workspace.textDocuments.filter(({ uri }) => inTabs.has(uri.toString()));
  return [...new Set([...visible, ...open])].filter(({ languageId }) => languageId === "http");
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
