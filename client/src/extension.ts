import * as texts from "@vscode/l10n";
import { join } from "node:path";
import { authentication, type ExtensionContext, extensions, l10n, window } from "vscode";
import type { ArgusTokensApi } from "../../api/argus-tokens.d.ts";
import { Redactor } from "../../server/src/protocol.ts";
import { Api } from "./api.ts";
import { ArgusAuthentication } from "./authenticationProvider.ts";
import { AutoRefresh } from "./autoRefresh.ts";
import { Checks } from "./check.ts";
import { registerCommands } from "./commands.ts";
import { Credentials } from "./credentials.ts";
import { Environment } from "./environment.ts";
import { EnvironmentOffer } from "./environmentOffer.ts";
import { DocumentRefresh } from "./documentRefresh.ts";
import { GitTracking } from "./gitTracking.ts";
import { InlineResults } from "./inlineResults.ts";
import { Keeper } from "./keeper.ts";
import { Leases } from "./leases.ts";
import { onDidChangeNetworkSettings, proxySecrets } from "./networkSettings.ts";
import { Recorder } from "./recorder.ts";
import { reportCrash } from "./report.ts";
import { ResultDocuments } from "./resultDocuments.ts";
import { Sessions } from "./session.ts";
import { SessionWatch } from "./sessionWatch.ts";
import { onDidChangeSettings } from "./settings.ts";
import { StatusBar } from "./statusBar.ts";
import { Tokens } from "./tokens.ts";
import { redactedChannel } from "./trace.ts";
import { Warner } from "./warner.ts";
import { Worker } from "./worker.ts";

let worker: Worker | undefined;

/** Constructs and subscribes; waits for nothing. The worker and what is stored come up right after. */
export function activate(context: ExtensionContext): ArgusTokensApi {
  // One way to translate in both halves, also where a test has no editor.
  if (l10n.bundle !== undefined) texts.config({ contents: l10n.bundle });
  const redactor = new Redactor();
  redactor.add(...proxySecrets());
  const log = redactedChannel(window.createOutputChannel("Argus Tokens", { log: true }), redactor);
  const trace = redactedChannel(window.createOutputChannel("Argus Tokens (LSP Trace)", { log: true }), redactor);
  const credentials = new Credentials(context, redactor, log);
  const sessions = new Sessions(context.globalState);
  const tracking = new GitTracking(log);
  const program = {
    path: context.asAbsolutePath("dist/server.js"),
    cache: join(context.globalStorageUri.fsPath, "compile-cache"),
  };
  const running = new Worker(program, log, trace, {
    tokens: () => sessions.digests(),
    tracked: () => tracking.tracked(),
  });
  const keeper = new Keeper(credentials, log);
  const warner = new Warner();
  const leases = new Leases(credentials);
  const tokens = new Tokens({ keeper, leases, sessions, worker: running, warner, log });
  const resultDocuments = new ResultDocuments();
  const results = new InlineResults(resultDocuments, redactor);
  const checks = new Checks({ keeper, sessions, tokens, worker: running, warner, results, log, redactor });
  const recorder = new Recorder(redactor);
  const collection = context.environmentVariableCollection;
  const environment = new Environment({ sessions, collection, warner, log });
  const environmentOffer = new EnvironmentOffer();
  const shown = { results, resultDocuments, recorder, warner, environmentOffer };
  const services = { context, log, redactor, keeper, tokens, checks, worker: running, ...shown };
  const refresh = new AutoRefresh({ sessions, tokens, log });
  const watch = new SessionWatch(sessions);
  const accounts = new ArgusAuthentication({ sessions, watch, tokens });
  const api = new Api({ watch, tokens });
  worker = running;
  context.subscriptions.push(
    ...[log, trace, credentials, sessions, running, tokens, resultDocuments, results],
    ...[environment, environmentOffer],
    ...[refresh, new StatusBar(sessions, refresh), new DocumentRefresh(sessions, running, log)],
    ...[tracking, watch, accounts, api],
    authentication.registerAuthenticationProvider("argus", "Argus", accounts, { supportsMultipleAccounts: true }),
    ...registerCommands(services),
    sessions.onDidChange(() => {
      running.pushTokens();
    }),
    tracking.onDidChange(() => {
      running.pushTracked();
    }),
    onDidChangeSettings(() => {
      running.pushSettings();
    }),
    onDidChangeNetworkSettings(() => {
      redactor.add(...proxySecrets());
      running.pushSettings();
    }),
    // What they give, the worker need not.
    extensions.onDidChange(() => {
      running.pushSettings();
    }),
    running.onDidCrash(reportCrash),
    running.onDidCall((record) => {
      recorder.add(record);
    }),
  );
  setImmediate(() => {
    void tokens.reload();
    running.startInBackground();
  });
  return api.exports;
}

export async function deactivate(): Promise<void> {
  await worker?.stop();
}
