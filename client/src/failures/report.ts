import * as l10n from "@vscode/l10n";
import { commands, type LogOutputChannel, window } from "vscode";
import type { Help } from "../../../common/protocol/errors.ts";
import { KIND_NAMES } from "../text/credentialKinds.ts";
import { plainText } from "../../../common/plainText.ts";
import type { ClientError } from "./failure.ts";

/** A worker that exited unexpectedly. */
export interface Crash {
  restarted: boolean;
  /** The first crash in this window. */
  first: boolean;
  /** A request was under way. */
  inFlight: boolean;
}

interface Action {
  title: string;
  run: () => unknown;
}

/** A button that runs a command and, if that succeeded, retries what failed. */
function repair(title: string, command: string, error: ClientError, retry: () => unknown, ...args: string[]): Action {
  return {
    title,
    run: async () => {
      if (await commands.executeCommand<boolean>(command, error.profile, ...args)) await retry();
    },
  };
}

function actionsFor(error: ClientError, followUp: Pick<ReportFollowUp, "retry" | "insert">): Action[] {
  const actions = (error.help ?? [])
    .map((help) => actionOf(help, error, followUp))
    .filter((action) => action !== undefined);
  return actions.length === 0 ? [showLog()] : actions;
}

function showLog(): Action {
  return { title: l10n.t("Show Log"), run: () => commands.executeCommand("argus.showLog") };
}

function openFile(command: string): Action {
  return { title: l10n.t("Open settings.json"), run: () => commands.executeCommand(command) };
}

function openSetting(name: string): Thenable<unknown> {
  return commands.executeCommand("workbench.action.openSettings", name);
}

/** The button for a remedy. The worker and `failure.ts` choose the remedy; nothing is decided here. */
function actionOf(
  help: Help,
  error: ClientError,
  { retry, insert }: Pick<ReportFollowUp, "retry" | "insert">,
): Action | undefined {
  const { profile, credential } = error;
  switch (help) {
    case "editProfile":
      return { title: l10n.t("Edit Profile"), run: () => commands.executeCommand("argus.editProfile", profile) };
    case "addProfile":
      return { title: l10n.t("Add Profile"), run: () => commands.executeCommand("argus.addProfile") };
    case "enterCredential":
      return repair(
        credential === undefined ? l10n.t("Enter Credential") : l10n.t("Enter {0}", KIND_NAMES[credential]),
        "argus.setCredential",
        error,
        retry,
        credential ?? "credential",
      );
    case "enterClientSecret":
      return repair(l10n.t("Enter Client Secret"), "argus.setCredential", error, retry, "clientSecret");
    case "enterPassphrase":
      return repair(l10n.t("Enter Passphrase"), "argus.setCredential", error, retry, "certificatePassphrase");
    case "clientCertificate":
    case "credentialSources":
      return { title: l10n.t("Open Setting"), run: () => openSetting(`argus.${help}`) };
    case "userSettings":
      return openFile("workbench.action.openSettingsJson");
    case "remoteSettings":
      return openFile("workbench.action.openRemoteSettingsFile");
    case "workspaceSettings":
      return openFile("workbench.action.openWorkspaceSettingsFile");
    case "getToken":
      return repair(l10n.t("Get Token"), "argus.getToken", error, retry);
    case "replaceToken":
      return repair(l10n.t("Get Token"), "argus.getToken", error, () => undefined);
    case "insertToken":
      return { title: l10n.t("Insert Token"), run: insert };
    case "copyToken":
      return repair(l10n.t("Copy Token"), "argus.copyToken", error, () => undefined);
    case "retry":
      return { title: l10n.t("Try Again"), run: retry };
    case "diagnose":
      // Without a profile there is no connection to diagnose.
      return profile === undefined
        ? undefined
        : { title: l10n.t("Diagnose"), run: () => commands.executeCommand("argus.diagnose", profile) };
    case "showLog":
      return showLog();
  }
}

const nothing = (): void => undefined;

interface ReportFollowUp {
  /** Repeats what failed. */
  retry: () => unknown;
  /** Inserts a token into the request that the failure is about. */
  insert: () => unknown;
  /** The person chose nothing. */
  dismiss: () => void;
  /** The person was doing something else: unlike an error, a warning with buttons does not stay in their way. */
  isInBackground: boolean;
}

/** Reports a failure once, with a button that helps. Cancelling is not a failure. */
export function report(
  error: ClientError,
  log: LogOutputChannel,
  { retry = nothing, insert = nothing, dismiss = nothing, isInBackground = false }: Partial<ReportFollowUp> = {},
): void {
  if (error.code === "cancelled") {
    dismiss();
    return;
  }
  log.warn(`${error.code}: ${error.message}`);
  const text = withProfile(error, error.hint === undefined ? error.message : `${error.message} ${error.hint}`);
  let isRetried = false;
  const again = (): unknown => {
    isRetried = true;
    return retry();
  };
  offer(
    isInBackground ? window.showWarningMessage : window.showErrorMessage,
    text,
    actionsFor(error, { retry: again, insert }),
    () => {
      if (!isRetried) dismiss();
    },
  );
}

/** Prefixes the profile's name, and the refused key's public part, unless the sentence mentions the profile. */
export function withProfile({ profile, key }: Pick<ClientError, "profile" | "key">, text: string): string {
  if (profile === undefined || text.includes(`“${profile}”`) || text.includes(`«${profile}»`)) return text;
  return key === undefined ? l10n.t("“{0}”: {1}", profile, text) : l10n.t("Key {0} of “{1}”: {2}", key, profile, text);
}

/**
 * Reports a worker crash: a restart only once and only if no failed request reports it, a worker that stays down
 * always.
 */
export function reportCrash({ restarted, first, inFlight }: Crash): void {
  if (!restarted) {
    const run = (): unknown => commands.executeCommand("argus.restartWorker");
    const text = l10n.t("The Argus worker process keeps stopping and was not restarted. Your tokens are kept.");
    offer(window.showErrorMessage, text, [{ title: l10n.t("Restart Worker"), run }]);
  } else if (first && !inFlight) {
    // A request that was under way reports its own failure.
    offerLog(l10n.t("The Argus worker process stopped unexpectedly and was restarted. Your tokens are kept."));
  }
}

/** Shows a warning with a button for the log. */
export function offerLog(text: string): void {
  offer(window.showWarningMessage, text, [showLog()]);
}

/** Shows a warning from a successful call. */
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
  // A command reports its own failure.
  act().then(done, done);
}
