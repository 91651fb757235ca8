/**
 * A stand-in for the part of VS Code that the client uses, for tests without an editor. Settings, questions and
 * notifications work; everything else does nothing. `standIn` is the test's side of it.
 */
import { type EditBuilder, editIn, type WorkspaceEdit } from "./edits.ts";
import { EventEmitter, none } from "./events.ts";
import { inputBox, quickPick } from "./quickInputs.ts";
import { type Question, standIn } from "./state.ts";

export { Range, TextEdit, WorkspaceEdit } from "./edits.ts";
export { EventEmitter } from "./events.ts";

export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };
export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 };
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 };
export const UIKind = { Desktop: 1, Web: 2 };
export const QuickInputButtons = { Back: {} };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const FilePermission = { Readonly: 1 };
export const TextEditorSelectionChangeKind = { Keyboard: 1, Mouse: 2, Command: 3 };
export const version = "1.100.0";
export const l10n = { bundle: undefined };

/** For classes that tests neither create nor inspect. */
class Inert {
  readonly isInert = true;
}
export {
  Inert as CodeLens,
  Inert as RelativePattern,
  Inert as Selection,
  Inert as TabInputText,
  Inert as ThemeColor,
  Inert as ThemeIcon,
};

export class Disposable {
  readonly dispose: () => unknown;

  constructor(dispose: () => unknown) {
    this.dispose = dispose;
  }

  static from(...parts: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const part of parts) part.dispose();
    });
  }
}

export class MarkdownString {
  value = "";

  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }

  appendCodeblock(text: string): this {
    this.value += `\n${text}\n`;
    return this;
  }
}

export class TabInputWebview {
  readonly viewType: string;

  constructor(viewType: string) {
    this.viewType = viewType;
  }
}

export class CancellationError extends Error {
  override readonly name = "Canceled";
}

export class CancellationTokenSource {
  readonly #cancelled = new EventEmitter<void>();
  readonly token = { isCancellationRequested: false, onCancellationRequested: this.#cancelled.event };

  cancel(): void {
    this.token.isCancellationRequested = true;
    try {
      this.#cancelled.fire();
    } catch {
      // VS Code only logs what a listener throws: here the library's, whose connection is closed.
    }
  }

  dispose(): void {
    this.#cancelled.dispose();
  }
}

export const Uri = {
  from: ({ scheme, path, query }: Record<string, string>) => ({
    ...Uri.parse(`${scheme}:${path}?${query}`),
    ...{ path, query },
  }),
  file: (path: string) => Uri.parse(`file:${path}`),
  parse: (text: string) => ({ scheme: text.slice(0, text.indexOf(":")), path: text, toString: () => text }),
};

type Values = Record<string, unknown>;

/** Like VS Code: objects from several settings files are merged key by key. */
function merged(one: unknown, other: unknown): unknown {
  if (!isObject(one) || !isObject(other)) return other === undefined ? one : other;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(one[key], other[key])]));
}

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function getConfiguration(section: string) {
  const inspect = (name: string) => ({
    globalValue: standIn.settings.user[`${section}.${name}`],
    workspaceValue: standIn.settings.workspace[`${section}.${name}`],
  });
  return {
    inspect,
    get(name: string) {
      const { globalValue, workspaceValue } = inspect(name);
      // The default of an object is empty, as in the manifest.
      const value = merged(globalValue, workspaceValue);
      return value === undefined && name === "profiles" ? {} : value;
    },
    async update(name: string, value: unknown, target: number) {
      await standIn.pause("settings");
      standIn.set(target === ConfigurationTarget.Global ? "user" : "workspace", `${section}.${name}`, value);
      await standIn.pause("settings");
    },
  };
}

export const workspace = {
  isTrusted: true,
  workspaceFolders: [{ uri: Uri.parse("file:///workspace"), name: "workspace", index: 0 }],
  workspaceFile: undefined,
  get textDocuments() {
    return standIn.documents;
  },
  notebookDocuments: [] as unknown[],
  fs: {
    readFile: () => Promise.reject(new Error("not there")),
    stat: () => Promise.reject(new Error("not there")),
    isWritableFileSystem: (scheme: string) => scheme === "file",
  },
  getConfiguration,
  onDidGrantWorkspaceTrust: none,
  onDidChangeWorkspaceFolders: none,
  onDidChangeConfiguration: standIn.settingsChanged.event,
  onDidChangeTextDocument: standIn.changed.event,
  onDidCloseTextDocument: standIn.closed.event,
  onDidOpenTextDocument: standIn.opened.event,
  openTextDocument: (uri: { toString(): string; content?: string }) => {
    if (uri.content !== undefined) {
      return Promise.resolve({ uri: Uri.parse("untitled:Untitled-1"), languageId: "http", getText: () => uri.content });
    }
    const document = standIn.documents.find((known) => known.uri.toString() === uri.toString());
    return document === undefined ? Promise.reject(new Error("no such document")) : Promise.resolve(document);
  },
  registerTextDocumentContentProvider: () => ({ dispose: () => undefined }),
  findFiles: () => Promise.resolve([]),
  createFileSystemWatcher: () => ({
    onDidCreate: standIn.filesChanged.event,
    onDidChange: none,
    onDidDelete: none,
    dispose: () => undefined,
  }),
  asRelativePath: String,
  getWorkspaceFolder: () => workspace.workspaceFolders[0],
  applyEdit: async ({ entries }: WorkspaceEdit) => {
    await standIn.pause("edit");
    standIn.edits += 1;
    for (const [uri, edits] of entries) {
      const document = standIn.documents.find((known) => known.uri.toString() === uri.toString());
      document?.apply?.(edits);
    }
    return true;
  },
};

/** A notification or a modal dialog, answered by one of its buttons. */
async function showMessage(text: string, ...rest: unknown[]): Promise<string | undefined> {
  const detail = rest.find(isObject)?.["detail"];
  const choices = rest.filter((item) => typeof item === "string");
  standIn.messages.push(text);
  const question: Question = { title: "", prompt: [text, detail].join(" "), choices, isSecret: false };
  const answer = await standIn.ask(question);
  return choices.find((choice) => choice === answer);
}

export const window = {
  state: { focused: true, active: true },
  get activeTextEditor() {
    return standIn.activeEditor;
  },
  get visibleTextEditors() {
    const shown = standIn.documents.filter((document) => document !== standIn.hidden);
    return shown.map((document) => ({
      document,
      setDecorations: () => undefined,
      edit: (build: (builder: EditBuilder) => void) => editIn(document, build),
    }));
  },
  get terminals() {
    return standIn.terminals;
  },
  tabGroups: {
    all: [],
    activeTabGroup: { activeTab: undefined },
    onDidChangeTabs: none,
    onDidChangeTabGroups: none,
  },
  onDidChangeWindowState: standIn.windowState.event,
  onDidChangeActiveTextEditor: standIn.activeChanged.event,
  onDidChangeVisibleTextEditors: standIn.editorsChanged.event,
  onDidChangeTextEditorSelection: standIn.selected.event,
  createOutputChannel: () => new Proxy({}, { get: () => () => undefined }),
  createTextEditorDecorationType: () => ({ dispose: () => undefined }),
  createStatusBarItem() {
    const item = {
      text: "",
      isShown: false,
      show: () => void (item.isShown = true),
      hide: () => void (item.isShown = false),
    };
    standIn.statusItems.push(item);
    return Object.assign(item, {
      dispose: () => void standIn.statusItems.splice(standIn.statusItems.indexOf(item), 1),
    });
  },
  createInputBox: () => inputBox(),
  createQuickPick: () => quickPick(),
  showOpenDialog: () => Promise.resolve(undefined),
  showErrorMessage: showMessage,
  showWarningMessage: showMessage,
  showInformationMessage: showMessage,
  setStatusBarMessage: (text: string) => {
    standIn.statusMessages.push(text);
    return { dispose: () => undefined };
  },
  showQuickPick: (items: { label: string }[], options?: { title?: string }) => {
    if (options?.title !== undefined) standIn.menus.push(options.title);
    standIn.shown.push(items.map(({ label }) => label).join());
    return Promise.resolve(undefined);
  },
  showTextDocument: (document: object) => {
    standIn.shown.push("document");
    return Promise.resolve({ document });
  },
  async withProgress<T>(
    { title }: { title: string },
    task: (progress: unknown, token: unknown) => Promise<T>,
  ): Promise<T> {
    const source = new CancellationTokenSource();
    const shown = { title, cancel: () => source.cancel() };
    standIn.progress.push(shown);
    try {
      return await task({ report: () => undefined }, source.token);
    } finally {
      standIn.progress.splice(standIn.progress.indexOf(shown), 1);
    }
  },
};

export const languages = { match: () => 0 };

export const commands = {
  registerCommand(id: string, run: (...args: unknown[]) => unknown) {
    standIn.commands.set(id, run);
    return { dispose: () => standIn.commands.delete(id) };
  },
  executeCommand: (id: string, ...args: unknown[]) => Promise.resolve(standIn.commands.get(id)?.(...args)),
};

export const authentication = { registerAuthenticationProvider: () => ({ dispose: () => undefined }) };
export const extensions = {
  onDidChange: none,
  getExtension: (id: string) => (standIn.extensions.has(id) ? { id, isActive: true } : undefined),
};
export const env = {
  remoteName: undefined,
  appName: "stand-in",
  appHost: "test",
  uiKind: UIKind.Desktop,
  clipboard: {
    async writeText(text: string) {
      await standIn.pause("clipboard");
      standIn.clipboard = text;
    },
    readText: () => Promise.resolve(standIn.clipboard),
  },
};
