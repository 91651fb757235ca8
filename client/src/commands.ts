import * as l10n from "@vscode/l10n";
import { commands, type Disposable, type ExtensionContext, type LogOutputChannel, window } from "vscode";
import type { InsertStyle } from "../../common/protocol/documents.ts";
import type { Redactor } from "../../common/redaction.ts";
import {
  atTarget,
  type Attempt,
  atTokenTarget,
  atWritableTarget,
  type Entry,
  ofRequest,
  plain,
} from "./commandEntries.ts";
import { lastLineOf } from "./answers/answerLine.ts";
import type { Checks } from "./answers/check.ts";
import type { InlineResults } from "./answers/inlineResults.ts";
import type { Reports } from "./answers/reports.ts";
import type { ResultDocuments } from "./answers/resultDocuments.ts";
import { diagnose } from "./calls/diagnose.ts";
import type { Recorder } from "./calls/recorder.ts";
import { showCalls } from "./calls/showCalls.ts";
import type { CertificatePassphrases } from "./credentials/certificatePassphrases.ts";
import type { SecretKind } from "./credentials/credentialPrompts.ts";
import type { KeyLives } from "./credentials/keyLife.ts";
import type { ProfileSecrets } from "./credentials/profileSecrets.ts";
import type { StorageHealth } from "./credentials/storageHealth.ts";
import { type DocumentLine, documentLineOf, mayHoldKey } from "./documents/documentLine.ts";
import type { ForeignDocuments } from "./documents/foreignDocuments.ts";
import type { ProfileAtCursor } from "./documents/profileAtCursor.ts";
import { requestAt } from "./documents/requestAt.ts";
import { tellRequestBelow } from "./documents/requestBelow.ts";
import { isWritable } from "./documents/writable.ts";
import { insertAndTell } from "./edits/insertAndTell.ts";
import { refreshTokens } from "./edits/insertToken.ts";
import { KeepFresh } from "./edits/keepFresh.ts";
import { openExample } from "./edits/openExample.ts";
import { removeTokens } from "./edits/removeTokens.ts";
import { removeTokensInWorkspace } from "./edits/removeTokensInWorkspace.ts";
import { storeKey } from "./edits/storeKey.ts";
import { tellDone } from "./failures/doneMessage.ts";
import { errorName } from "./failures/errorName.ts";
import { failure, type Outcome } from "./failures/failure.ts";
import { report } from "./failures/report.ts";
import type { WarningNotifier } from "./failures/warningNotifier.ts";
import { askToAddHost } from "./profiles/addHost.ts";
import type { AgreedHosts } from "./profiles/agreedHosts.ts";
import { discoverEndpoints } from "./profiles/discover.ts";
import { pickProfile, selectProfile } from "./profiles/pickProfile.ts";
import { explainRefusal } from "./refusals/explainRefusal.ts";
import { insertStyle, profileNames } from "./settings.ts";
import type { Sessions } from "./session/session.ts";
import type { TokenCopies } from "./sharing/copyToken.ts";
import type { HttpEnvironment } from "./variables/httpEnvironment.ts";
import type { EnvironmentOffer } from "./sharing/environmentOffer.ts";
import { showStatusMenu } from "./statusBar/statusMenu.ts";
import { pickRequestAction } from "./statusBar/actionLists.ts";
import { forgetCredentials, signOut } from "./tokens/signOut.ts";
import type { SignIn } from "./tokens/signIn.ts";
import type { Tokens } from "./tokens/tokens.ts";
import { tickStep } from "./walkthrough.ts";
import type { Worker } from "./worker/worker.ts";
import { plainText } from "../../common/plainText.ts";

export interface Services {
  context: ExtensionContext;
  log: LogOutputChannel;
  profileSecrets: ProfileSecrets;
  keyLives: KeyLives;
  health: StorageHealth;
  passphrases: CertificatePassphrases;
  sessions: Sessions;
  tokens: Tokens;
  signIn: SignIn;
  checks: Checks;
  results: InlineResults;
  resultDocuments: ResultDocuments;
  reports: Reports;
  environmentOffer: EnvironmentOffer;
  httpEnvironment: HttpEnvironment;
  worker: Worker;
  recorder: Recorder;
  warningNotifier: WarningNotifier;
  agreedHosts: AgreedHosts;
  copies: TokenCopies;
  foreign: ForeignDocuments;
  here: ProfileAtCursor;
  redactor: Redactor;
}

const SECRET_KINDS = ["apiKey", "session", "jwt", "clientSecret", "credential"] as const;

const DONE: Outcome<void> = { ok: true, value: undefined };

function table(services: Services): Record<string, Entry> {
  const { profileSecrets, passphrases, tokens, signIn, checks, results, resultDocuments, worker, log, context } =
    services;
  const { copies, foreign } = services;
  const keepFresh = new KeepFresh({ ...services, memory: context.globalState });
  /** The named profile, else the one at the cursor. */
  const namedOrHere = async (named: unknown): Promise<string | undefined> => text(named) ?? services.here.ask();
  /** The named profile, or the one that the person picks if there are several. */
  const oneOf = async (names: readonly string[], named: unknown): Promise<string | undefined> =>
    text(named) ?? (names.length > 1 ? pickProfile(names, tokens) : names[0]);
  const closeNamed = plain((id) => Promise.resolve(results.close(Number(id)) ? DONE : failure("noAnswer")));
  const closeHere = atTarget(async (target) => {
    const { document, line = 0 } = target;
    const request = await requestAt(target, worker);
    // The cursor may be elsewhere in the request, not on the line with the answer.
    const [first, last] = request.ok
      ? [request.value.range.start.line, lastLineOf(request.value.range, document)]
      : [line, line];
    const isClosed = results.closeIn(document.uri, first, last);
    return isClosed ? DONE : failure("noAnswer");
  });
  return {
    "argus.getToken": plain(async (profile) => signIn.fetch(await namedOrHere(profile))),
    "argus.insertToken": atTokenTarget(
      foreign,
      ofRequest(services, (target, argument) => insertAndTell(target, { ...services, keepFresh }, styleOf(argument))),
    ),
    "argus.keepFresh": async (uri, line) => {
      const target = await documentLineOf(uri, line);
      const request = target.ok && isWritable(target.value.document) ? target.value : undefined;
      const turnOn = ofRequest(services, (line) => keepFresh.turnOn(line));
      return {
        run: () => (request ? turnOn(request) : keepFresh.turnOn(undefined)),
        dispose: () => request?.dispose(),
      };
    },
    "argus.refreshTokens": atTokenTarget(foreign, (target) => refreshTokens(target, signIn, worker)),
    "argus.removeTokens": atWritableTarget((target) => removeTokens(target, worker)),
    "argus.removeTokensInWorkspace": plain(() => removeTokensInWorkspace(worker)),
    "argus.storeKey": atWritableTarget(
      ofRequest(services, (target) => storeKey(target, services)),
      mayHoldKey,
    ),
    "argus.introspect": atTarget(ofRequest(services, (target) => checks.check("introspect", target))),
    "argus.userinfo": atTarget(ofRequest(services, (target) => checks.check("userinfo", target))),
    "argus.explainRefusal": atTarget(ofRequest(services, (target) => explainRefusal(target, services))),
    "argus.copyToken": plain(async (profile, proof) => copies.copy(await namedOrHere(profile), proof)),
    "argus.addProfile": plain((name) => signIn.addProfile(text(name))),
    "argus.editProfile": plain(async (profile) => {
      const names = profileNames();
      if (names.length === 0) return signIn.addProfile(text(profile));
      const name = await oneOf(names, profile);
      return name === undefined ? DONE : signIn.editProfile(name);
    }),
    "argus.selectProfile": plain(async () =>
      profileNames().length === 0 ? signIn.addProfile() : selectProfile(tokens, await services.here.ask()),
    ),
    "argus.setCredential": plain(async (name, which) => {
      const profile = await signIn.profile(await namedOrHere(name));
      if (!profile.ok) return profile;
      // Offered after a failed call; it is not among the profile's own secrets.
      if (which === "certificatePassphrase") return passphrases.ask(profile.value);
      const entered = await signIn.enter(profile.value, secretKind(which));
      const isTested = entered.ok && "credential" in entered.value && tokens.state(profile.value.name).kind === "live";
      const named = profileSecrets.credentialName(profile.value.name) ?? "";
      const done = isTested
        ? l10n.t("Your entry for “{0}” works and was saved: {1}. Its token is ready.", profile.value.name, named)
        : l10n.t("Your entry for “{0}” was saved.", profile.value.name);
      if (entered.ok) tellDone(done);
      return entered;
    }),
    "argus.forgetCredentials": plain((profile) =>
      forgetCredentials(text(profile), { profileSecrets, passphrases, tokens, signIn }),
    ),
    "argus.signOut": plain(async (profile) => {
      const name = await namedOrHere(profile);
      return name === undefined ? failure("noProfile") : signOut(name, { profileSecrets, tokens, worker, log });
    }),
    "argus.addHost": plain((name, host) => askToAddHost(text(name) ?? "", text(host) ?? "", services.agreedHosts)),
    "argus.openExample": plain(async () => {
      await openExample(foreign);
      return DONE;
    }),
    "argus.showActions": plain(async () =>
      showStatusMenu({
        extension: context.extension,
        profile: await services.here.ask(),
        stateOf: (name) => tokens.state(name),
        isAtRequest: window.activeTextEditor?.document.languageId === "http",
      }),
    ),
    "argus.showRequestActions": atTarget(async (target) => {
      const name = await tellRequestBelow(target, services);
      return pickRequestAction(context.extension, () => [target.document.uri.toString(), target.line], name);
    }),
    "argus.diagnose": plain(async (name) => {
      const profile = await signIn.profile(await namedOrHere(name));
      if (!profile.ok) return profile;
      return diagnose(profile.value, { ...services, extension: context.extension });
    }),
    "argus.showCalls": plain(async () => {
      await showCalls(services.recorder, services.reports);
      return DONE;
    }),
    "argus.discoverEndpoints": plain(async (name) => {
      const profile = await signIn.profile(await namedOrHere(name));
      return profile.ok ? discoverEndpoints(profile.value, services) : profile;
    }),
    "argus.selectEnvironment": atTarget(({ document }) => services.httpEnvironment.select(document, worker)),
    "argus.showLog": plain(() => {
      log.show();
      return Promise.resolve(DONE);
    }),
    "argus.restartWorker": plain(async () => {
      await worker.restart();
      tellDone(l10n.t("The Argus worker process was restarted."));
      return DONE;
    }),
    "argus.showResult": plain(async (id) => ((await resultDocuments.open(number(id))) ? DONE : failure("noAnswer"))),
    "argus.copyResult": plain(async (id) => {
      if (!(await resultDocuments.copy(number(id)))) return failure("noAnswer");
      tellDone(l10n.t("Answer copied"));
      return DONE;
    }),
    "argus.copyReport": plain(async () => {
      if (!(await services.reports.copy())) return failure("noReport");
      tellDone(l10n.t("Report copied"));
      return DONE;
    }),
    // An answer's hover passes an id; otherwise the answer at the cursor is closed.
    "argus.clearResult": (id, ...more) => (typeof id === "number" ? closeNamed : closeHere)(id, ...more),
    "argus.clearResults": atTarget(({ document }) =>
      Promise.resolve(results.clear(document.uri) ? DONE : failure("noAnswer")),
    ),
  };
}

/** Registers the table. All failures are reported here. A command returns whether it succeeded. */
export function registerCommands(services: Services): Disposable[] {
  const { log } = services;
  return Object.entries(table(services)).map(([id, entry]) => {
    const execute = async (attempt: Attempt): Promise<boolean> => {
      const outcome = await attempt.run();
      if (outcome.ok) {
        attempt.dispose?.();
        tickStep(id);
      } else
        report(outcome.error, log, {
          retry: () => guarded(attempt),
          insert: () => insertAt(attempt.target?.(), log),
          dismiss: () => attempt.dispose?.(),
        });
      return outcome.ok;
    };
    const guarded = async (attempt: Attempt): Promise<boolean> => {
      try {
        return await execute(attempt);
      } catch (error) {
        attempt.dispose?.();
        // A bug. Its message could quote anything.
        const kind = errorName(error);
        log.error(`${id} failed unexpectedly (${kind})`);
        void window.showErrorMessage(
          plainText(
            l10n.t(
              "Argus: the command failed unexpectedly ({0}). If it happens again, restart the worker or the window.",
              kind,
            ),
          ),
        );
        return false;
      }
    };
    return commands.registerCommand(id, async (...args: unknown[]) => {
      // Finding out what the command applies to must not fail silently either.
      let attempt: Attempt | undefined;
      const begin = async (): Promise<Outcome<unknown>> => (attempt ??= await entry(...args)).run();
      const target = (): DocumentLine | undefined => attempt?.target?.();
      return guarded({ run: begin, target, dispose: () => attempt?.dispose?.() });
    });
  });
}

/** The request may have moved since its command failed. */
function insertAt(target: DocumentLine | undefined, log: LogOutputChannel): Thenable<unknown> | undefined {
  if (target?.line !== undefined)
    return commands.executeCommand("argus.insertToken", target.document.uri.toString(), target.line);
  report(failure("requestChanged").error, log);
  return undefined;
}

/** A code action passes its style; otherwise the setting decides. */
function styleOf(argument: unknown): InsertStyle {
  return argument === "literal" || argument === "variable" || argument === "environment" ? argument : insertStyle();
}

function number(argument: unknown): number | undefined {
  return typeof argument === "number" ? argument : undefined;
}

function secretKind(argument: unknown): SecretKind | "credential" | undefined {
  return SECRET_KINDS.find((kind) => kind === argument);
}

function text(argument: unknown): string | undefined {
  return typeof argument === "string" && argument !== "" ? argument : undefined;
}
