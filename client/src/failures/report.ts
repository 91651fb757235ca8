import * as l10n from "@vscode/l10n";
import { commands, type LogOutputChannel, window } from "vscode";
import { KIND_NAMES } from "../text/credentialKinds.ts";
import { plainText } from "../text/plainText.ts";
import type { ClientError } from "./failure.ts";

/** What became of a worker that died. */
export interface Crash {
  restarted: boolean;
  /** The first one in this window. */
  first: boolean;
  /** A request was being answered. */
  inFlight: boolean;
}

/** A button and what it does. */
interface Action {
  title: string;
  run: () => unknown;
}

/** Does a command and, if that worked, what failed before. */
function repair(title: string, command: string, error: ClientError, retry: () => unknown, ...args: string[]): Action {
  return {
    title,
    run: async () => {
      if (await commands.executeCommand<boolean>(command, error.profile, ...args)) await retry();
    },
  };
}

/** Failures on the way to Argus; the one that a profile's URL causes has its own way out beside. */
const DIAGNOSED: readonly ClientError["code"][] = ["dns", "connect", "tls", "proxy", "timeout"];

/** What helps against a failure, the first thing first. */
function actionsFor(error: ClientError, retry: () => unknown): Action[] {
  const action = actionFor(error, retry);
  const diagnose = { title: l10n.t("Diagnose"), run: () => commands.executeCommand("argus.diagnose", error.profile) };
  // Without a profile there is no way to go.
  if (!DIAGNOSED.includes(error.code) || error.profile === undefined) return [action];
  // Of these the log knows no more.
  return error.code === "tls" || error.code === "proxy" ? [diagnose] : [action, diagnose];
}

function actionFor(error: ClientError, retry: () => unknown): Action {
  switch (error.code) {
    case "invalidProfile":
    case "profileChanged":
    case "insecureUrl":
    case "dns":
    case "redirected":
    case "badResponse":
    case "tooLarge":
    case "notFound":
    case "rejected":
    case "forbidden":
      return { title: l10n.t("Edit Profile"), run: () => commands.executeCommand("argus.editProfile", error.profile) };
    case "invalidCredential":
    case "unauthorized":
    case "credentialMoved":
    case "noCredential":
    case "noKeyFile":
      return error.credential === undefined
        ? repair(l10n.t("Enter Credential"), "argus.setCredential", error, retry, "credential")
        : repair(
            l10n.t("Enter {0}", KIND_NAMES[error.credential]),
            "argus.setCredential",
            error,
            retry,
            error.credential,
          );
    case "wrongClientSecret":
      return repair(l10n.t("Enter Client Secret"), "argus.setCredential", error, retry, "clientSecret");
    case "noToken":
    case "signedOut":
      return repair(l10n.t("Get Token"), "argus.getToken", error, retry);
    case "tokenRefused":
    case "tokenMoved":
      // To ask again about the same token would be refused again.
      return repair(l10n.t("Get Token"), "argus.getToken", error, () => undefined);
    case "documentChanged":
    case "editRefused":
      return repair(l10n.t("Copy Token"), "argus.copyToken", error, () => undefined);
    case "unknownProfile":
      return { title: l10n.t("Add Profile"), run: () => commands.executeCommand("argus.addProfile") };
    case "connect":
    case "timeout":
    case "rateLimited":
    case "unavailable":
    case "workerStopped":
    case "workerHung":
    case "notDeleted":
    case "keyNotRemoved":
    case "keyNotStored":
      return { title: l10n.t("Try Again"), run: retry };
    case "tls":
    case "proxy":
    case "cancelled":
    case "noRequest":
    case "requestChanged":
    case "nothingToRefresh":
    case "nothingToRemove":
    case "noApiKey":
    case "notHttp":
    case "settingsFailed":
    case "unresolved":
      return { title: l10n.t("Show Log"), run: () => commands.executeCommand("argus.showLog") };
  }
}

/** What may follow a report. */
export interface Sequel {
  /** Does again what failed. */
  retry: () => unknown;
  /** Nothing follows. */
  dismiss: () => void;
}

/** Tells a person about a failure, once, with a button that helps. Cancelling is no failure. */
export function report(error: ClientError, log: LogOutputChannel, { retry, dismiss }: Sequel): void {
  if (error.code === "cancelled") {
    dismiss();
    return;
  }
  log.warn(`${error.code}: ${error.message}`);
  const text = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  let isRetried = false;
  const again = (): unknown => {
    isRetried = true;
    return retry();
  };
  offer(window.showErrorMessage, text, actionsFor(error, again), () => {
    if (!isRetried) dismiss();
  });
}

/** Tells of a worker that died: that it was restarted once and only where no failed request says so, that it stays down always. */
export function reportCrash({ restarted, first, inFlight }: Crash): void {
  if (!restarted) {
    const run = (): unknown => commands.executeCommand("argus.restartWorker");
    const text = l10n.t("The Argus worker process keeps stopping and was not started again. What is held is kept.");
    offer(window.showErrorMessage, text, [{ title: l10n.t("Restart Worker"), run }]);
  } else if (first && !inFlight) {
    // A request in flight fails with a sentence of its own.
    offerLog(l10n.t("The Argus worker process stopped unexpectedly and was restarted. Nothing held was lost."));
  }
}

/** Warns of something that the log knows more about. */
export function offerLog(text: string): void {
  const run = (): unknown => commands.executeCommand("argus.showLog");
  offer(window.showWarningMessage, text, [{ title: l10n.t("Show Log"), run }]);
}

/** Shows what a person should know though a call worked. */
export function offerWarning(text: string): void {
  const run = (): unknown => commands.executeCommand("argus.editProfile");
  offer(window.showWarningMessage, text, [{ title: l10n.t("Edit Profile"), run }]);
}

function offer(
  show: (text: string, ...buttons: string[]) => Thenable<string | undefined>,
  text: string,
  actions: readonly Action[],
  done: () => void = () => undefined,
): void {
  const act = async (): Promise<void> => {
    const chosen = await show(plainText(text), ...actions.map(({ title }) => title));
    await actions.find(({ title }) => title === chosen)?.run();
  };
  // A command that fails has told so itself.
  act().then(done, done);
}
