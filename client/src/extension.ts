import * as texts from "@vscode/l10n";
import { join } from "node:path";
import { authentication, type ExtensionContext, extensions, l10n, window } from "vscode";
import type { ArgusTokensApi } from "../../api/argus-tokens.d.ts";
import { Redactor } from "../../common/redaction.ts";
import { AnswerWatch } from "./answers/answerWatch.ts";
import { Checks } from "./answers/check.ts";
import { InlineResults } from "./answers/inlineResults.ts";
import { Reports } from "./answers/reports.ts";
import { ResultDocuments } from "./answers/resultDocuments.ts";
import { Recorder } from "./calls/recorder.ts";
import { registerCommands } from "./commands.ts";
import { CertificatePassphrases } from "./credentials/certificatePassphrases.ts";
import { KeyLives } from "./credentials/keyLife.ts";
import { SecretStore } from "./credentials/secretStore.ts";
import { StorageHealth } from "./credentials/storageHealth.ts";
import { watchForLoss } from "./credentials/storageWarning.ts";
import { ProfileSecrets } from "./credentials/profileSecrets.ts";
import { ForeignDocuments } from "./documents/foreignDocuments.ts";
import { ProfileAtCursor } from "./documents/profileAtCursor.ts";
import { GitTracking } from "./git/gitTracking.ts";
import { DocumentRefresh } from "./edits/documentRefresh.ts";
import { report, reportCrash } from "./failures/report.ts";
import { WarningNotifier } from "./failures/warningNotifier.ts";
import { AgreedHosts } from "./profiles/agreedHosts.ts";
import { registerListPaste } from "./prompts/listPaste.ts";
import { Sessions } from "./session/session.ts";
import { SessionWatch } from "./session/sessionWatch.ts";
import { onDidChangeSettings } from "./settings.ts";
import { Api } from "./sharing/api.ts";
import { ArgusAuthentication } from "./sharing/authenticationProvider.ts";
import { TokenCopies } from "./sharing/copyToken.ts";
import { Environment } from "./sharing/environment.ts";
import { EnvironmentOffer } from "./sharing/environmentOffer.ts";
import { StatusBar } from "./statusBar/statusBar.ts";
import { TerminalCommand } from "./terminal/terminalCommand.ts";
import { AutoRefresh } from "./tokens/autoRefresh.ts";
import { KeyReminder } from "./tokens/keyReminder.ts";
import { Leases } from "./tokens/leases.ts";
import { SignIn } from "./tokens/signIn.ts";
import { Tokens } from "./tokens/tokens.ts";
import { UserLookup } from "./tokens/userLookup.ts";
import { onDidChangeNetworkSettings, proxySecrets } from "./worker/networkSettings.ts";
import { HttpEnvironment } from "./variables/httpEnvironment.ts";
import { redactedChannel } from "./worker/trace.ts";
import { Worker } from "./worker/worker.ts";
import { tickStepsByState } from "./walkthrough.ts";

/** In ms after the start: on a slow machine too, the first lenses are drawn by then. */
const AFTER_FIRST_LENSES = 1000;

let worker: Worker | undefined;

/** Constructs and subscribes without awaiting anything. The worker and the stored tokens are loaded afterwards. */
export function activate(context: ExtensionContext): ArgusTokensApi {
  // Both halves translate in the same way, and tests do it without an editor.
  if (l10n.bundle !== undefined) texts.config({ contents: l10n.bundle });
  const redactor = new Redactor();
  redactor.add(...proxySecrets());
  const log = redactedChannel(window.createOutputChannel("Argus Tokens", { log: true }), redactor);
  const trace = redactedChannel(window.createOutputChannel("Argus Tokens (LSP Trace)", { log: true }), redactor);
  const credentials = new SecretStore(context, redactor, log);
  const warningNotifier = new WarningNotifier();
  const passphrases = new CertificatePassphrases(credentials, log, warningNotifier);
  const sessions = new Sessions(context.globalState);
  const agreedHosts = new AgreedHosts(context.globalState);
  const tracking = new GitTracking(log);
  const program = {
    path: context.asAbsolutePath("dist/server.js"),
    cache: join(context.globalStorageUri.fsPath, "compile-cache"),
  };
  const httpEnvironment = new HttpEnvironment(context.workspaceState);
  const running = new Worker(program, log, trace, {
    tokens: () => sessions.digests(),
    tracked: () => tracking.tracked(),
    agreedHosts,
    httpEnvironments: () => httpEnvironment.chosen(),
    passphrases,
  });
  const profileSecrets = new ProfileSecrets(credentials, log);
  const keyLives = new KeyLives(context.globalState);
  const health = new StorageHealth(credentials, context.globalState);
  const leases = new Leases(credentials);
  const tokens = new Tokens({ profileSecrets, keyLives, leases, sessions, worker: running, warningNotifier, log });
  const signIn = new SignIn({ tokens, profileSecrets, passphrases, worker: running, warningNotifier });
  const resultDocuments = new ResultDocuments();
  const reports = new Reports(resultDocuments, redactor);
  const results = new InlineResults(resultDocuments, redactor);
  const checks = new Checks({
    profileSecrets,
    sessions,
    signIn,
    worker: running,
    warningNotifier,
    results,
    log,
    redactor,
  });
  const recorder = new Recorder(redactor);
  const collection = context.environmentVariableCollection;
  const environment = new Environment({ sessions, signIn, worker: running, collection, warningNotifier, log });
  const terminalCommand = new TerminalCommand({ context, tokens, log });
  const environmentOffer = new EnvironmentOffer(log);
  const shown = { results, resultDocuments, reports, recorder, warningNotifier, environmentOffer, httpEnvironment };
  const here = new ProfileAtCursor(running);
  const foreign = new ForeignDocuments(context.globalStorageUri);
  const copies = new TokenCopies(signIn);
  const services = {
    context,
    log,
    redactor,
    profileSecrets,
    keyLives,
    health,
    passphrases,
    sessions,
    tokens,
    signIn,
    checks,
    agreedHosts,
    copies,
    foreign,
    here,
    worker: running,
    ...shown,
  };
  const refresh = new AutoRefresh({ sessions, tokens, signIn, log });
  const keyReminder = new KeyReminder({ keyLives, profileSecrets, signIn });
  const watch = new SessionWatch(sessions);
  const ending = { profileSecrets, worker: running, log };
  const userLookup = new UserLookup({ sessions, ...ending });
  const accounts = new ArgusAuthentication({ sessions, watch, tokens, signIn, userLookup, signOut: ending });
  const api = new Api({ watch, signIn });
  worker = running;
  context.subscriptions.push(
    ...[
      log,
      trace,
      credentials,
      passphrases,
      health,
      sessions,
      running,
      tokens,
      signIn,
      resultDocuments,
      reports,
      results,
    ],
    profileSecrets,
    new AnswerWatch({ results, sessions, worker: running }),
    ...[environment, environmentOffer, terminalCommand],
    ...[
      here,
      refresh,
      keyReminder,
      new StatusBar({ sessions, refresh, here, storage: health, credentials: profileSecrets, copyProof: copies.proof }),
      new DocumentRefresh(sessions, running, foreign, log),
      foreign,
    ],
    ...[tracking, watch, accounts, api, httpEnvironment],
    authentication.registerAuthenticationProvider("argus", "Argus", accounts, { supportsMultipleAccounts: true }),
    ...registerCommands(services),
    ...tickStepsByState(sessions),
    registerListPaste(),
    sessions.onDidChange(() => {
      running.pushTokens();
    }),
    httpEnvironment.onDidChange(() => {
      running.pushSettings();
    }),
    tracking.onDidChange(() => {
      running.pushTracked();
    }),
    onDidChangeSettings(() => {
      passphrases.reload();
      running.pushSettings();
    }),
    passphrases.onDidChange(() => {
      running.pushSettings();
    }),
    onDidChangeNetworkSettings(() => {
      redactor.add(...proxySecrets());
      running.pushSettings();
    }),
    // The worker leaves features to other .http extensions that provide them.
    extensions.onDidChange(() => {
      running.pushSettings();
    }),
    watchForLoss(health, profileSecrets, log),
    running.onDidCrash(reportCrash),
    running.onDidCall((record) => {
      recorder.add(record);
    }),
  );
  const followStorageSetting = async (): Promise<void> => {
    const left = [await profileSecrets.leaveStorage(), await passphrases.leaveStorage()].find(({ ok }) => !ok);
    if (left?.ok === false) report(left.error, log, { retry: followStorageSetting });
  };
  context.subscriptions.push(onDidChangeSettings(() => void followStorageSetting()));
  setImmediate(() => {
    void followStorageSetting()
      .then(() => tokens.reload())
      .then(() => keyReminder.check());
    running.startInBackground();
  });
  const start = setTimeout(() => {
    void health.check();
    terminalCommand.start();
  }, AFTER_FIRST_LENSES);
  context.subscriptions.push({
    dispose: () => {
      clearTimeout(start);
    },
  });
  return api.exports;
}

export async function deactivate(): Promise<void> {
  await worker?.stop();
}
