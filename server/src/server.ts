import {
  type Connection,
  DidChangeWatchedFilesNotification,
  TextDocuments,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { ENVIRONMENT_FILE_PATTERN } from "../../common/environmentFiles.ts";
import { FACTS_NOTIFICATION } from "../../common/protocol/documents.ts";
import { TOKENS_NOTIFICATION, TRACKED_NOTIFICATION } from "../../common/protocol/settings.ts";
import { ignored } from "../../common/ignored.ts";
import { providesFeature } from "./coexistence.ts";
import { Commands } from "./commands/commands.ts";
import { argusCalls, callContexts } from "./handlers/argusCalls.ts";
import { codeLensHandlers, registerCodeLenses } from "./handlers/codeLenses.ts";
import { documentHandlers } from "./handlers/documents.ts";
import { registerHandlers } from "./handlers/handler.ts";
import { diagnosticsOf, LANGUAGE_CAPABILITIES, registerLanguageFeatures } from "./languageFeatures.ts";
import type { SettableNetwork } from "./network/network.ts";
import { OpenDocument } from "./openDocument.ts";
import { PushedDiagnostics } from "./pushDiagnostics.ts";
import { Refresher } from "./refresh.ts";
import { WorkerState } from "./workerState.ts";

/** The worker's dependencies; tests pass their own. */
export interface Dependencies {
  network: SettableNetwork;
  /** Finds the explanation of a diagnostic's code, as a URL. */
  documentation?: (code: string) => string | undefined;
  /** Switches all texts to a language (BCP 47). */
  useLocale?: (locale: string | undefined) => void;
}

/** In ms after the start; by then the first requests are answered. */
const IDLE_MS = 300;

/**
 * Handles the requests of our protocol and of LSP on a connection. Keeps documents, settings and digests, but no
 * credential and no token.
 */
export function startServer(connection: Connection, { network, documentation, useLocale }: Dependencies): void {
  const documents = new TextDocuments(OpenDocument);
  const state = new WorkerState();
  const explain = documentation ?? (() => undefined);
  const pushed = new PushedDiagnostics(connection, documents, (document) => diagnosticsOf(document, state, explain));
  const refresher = new Refresher(connection, pushed);
  const contextOf = callContexts(connection, network, state);
  const commands = new Commands({
    connection,
    documents,
    state,
    callContext: () => contextOf(new AbortController().signal),
    onTokens: () => {
      refresher.tokens();
      refresher.watchExpiry(state.held);
    },
  });
  /** Something other than a text changed what the worker says about documents. */
  const factsChanged = (): void => {
    refresher.tokens();
    connection.sendNotification(FACTS_NOTIFICATION).catch(ignored("the client may have left"));
  };
  let watchesFiles = false;
  let hasFolders = false;

  const configure = (configuration: unknown): void => {
    if (!state.configure(configuration)) return;
    const { caFile, clientCertificate } = state.settings;
    network.configure({ http: state.http, caFile, clientCertificate });
  };

  connection.onInitialize(({ initializationOptions, capabilities, locale, workspaceFolders }) => {
    useLocale?.(locale);
    configure(initializationOptions);
    state.initialize(
      capabilities,
      (workspaceFolders ?? []).map(({ uri }) => uri),
    );
    hasFolders = capabilities.workspace?.workspaceFolders ?? false;
    watchesFiles = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
    refresher.initialize(capabilities);
    const names = commands.initialize(initializationOptions);
    return {
      serverInfo: { name: "argus-tokens" },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        ...LANGUAGE_CAPABILITIES,
        // If a worker announced these, VS Code would register commands that its client already has.
        ...(names.length > 0 && { executeCommandProvider: { commands: names } }),
      },
    };
  });
  connection.onInitialized(() => {
    setTimeout(() => void network.warmUp(), IDLE_MS).unref();
    if (watchesFiles) watchVariableFiles(connection);
    if (hasFolders) followFolders(connection, state, factsChanged);
  });
  connection.onDidChangeWatchedFiles(() => {
    state.forgetFiles();
    factsChanged();
  });
  connection.onDidChangeConfiguration((configuration) => {
    const { settings: before, revision } = state;
    configure(configuration);
    const { settings } = state;
    if (state.revision !== revision) factsChanged();
    if (providesFeature(settings, "foldingRange") !== providesFeature(before, "foldingRange")) {
      refresher.foldingRanges();
    }
  });
  connection.onNotification(TOKENS_NOTIFICATION, (params: unknown) => {
    if (!state.holdTokens(params)) {
      // The client also sends this when a token expires.
      refresher.checkClock(state.held);
      return;
    }
    refresher.tokens();
    refresher.watchExpiry(state.held);
  });
  connection.onNotification(TRACKED_NOTIFICATION, (params: unknown) => {
    if (state.track(params)) refresher.diagnostics();
  });

  const beforeLenses = (): void => {
    refresher.beforeLenses();
  };
  registerHandlers(connection, {
    ...argusCalls(connection, network, contextOf),
    ...documentHandlers(documents, state),
    ...codeLensHandlers(documents, state, beforeLenses),
  });
  registerCodeLenses(connection, documents, state, beforeLenses);
  registerLanguageFeatures(connection, documents, state, explain);
  connection.onExecuteCommand(({ command, arguments: given }) => commands.run(command, given));
  documents.listen(connection);
}

function followFolders(connection: Connection, state: WorkerState, changed: () => void): void {
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    state.changeFolders(
      added.map(({ uri }) => uri),
      removed.map(({ uri }) => uri),
    );
    changed();
  });
}

function watchVariableFiles(connection: Connection): void {
  const watchers = [{ globPattern: ENVIRONMENT_FILE_PATTERN }];
  connection.client
    .register(DidChangeWatchedFilesNotification.type, { watchers })
    .catch(ignored("where an editor refuses, a changed file is noticed after a second"));
}
