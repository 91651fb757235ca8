import * as l10n from "@vscode/l10n";
import type { ArgusError, ErrorCode } from "../../../common/protocol/errors.ts";
import type { CredentialKind } from "../text/credentialKinds.ts";

/** What goes wrong on this side of the worker. */
type ClientCode =
  | "unknownProfile"
  | "noRequest"
  | "noToken"
  | "notHttp"
  | "documentChanged"
  | "requestChanged"
  | "nothingToRefresh"
  | "nothingToRemove"
  | "noApiKey"
  | "keyNotRemoved"
  | "keyNotStored"
  | "editRefused"
  | "unresolved"
  | "tokenMoved"
  | "credentialMoved"
  | "noCredential"
  | "signedOut"
  | "profileChanged"
  | "wrongClientSecret"
  | "tokenRefused"
  | "settingsFailed"
  | "noKeyFile"
  | "notDeleted"
  | "workerStopped"
  | "workerHung";

export interface ClientError extends Omit<ArgusError, "code"> {
  code: ErrorCode | ClientCode;
  /** The profile it is about, by name. */
  profile?: string;
  /** The kind of credential that it was made with. */
  credential?: CredentialKind;
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ClientError };

/** The others are codes of the worker, told apart by what was asked for. */
type OwnCode =
  Exclude<ClientCode, "wrongClientSecret" | "tokenRefused" | "editRefused"> | "invalidProfile" | "cancelled";

interface Sentence {
  message: string;
  hint?: string;
}

/** The worker's failures come with their sentences; these are ours. `subject` is a name or a fact, never a secret. */
const SENTENCES: Readonly<Record<OwnCode, (subject: string) => Sentence>> = {
  cancelled: () => ({ message: l10n.t("Cancelled.") }),
  unknownProfile: (name) => ({
    message: l10n.t("There is no profile “{0}” in the setting argus.profiles.", name),
    hint: l10n.t("Add it, or correct its name in argus.activeProfile or in the # @argus line."),
  }),
  invalidProfile: (problem) => ({
    message: l10n.t("The setting argus.profiles has an error in {0}.", problem),
    hint: l10n.t("Correct it there."),
  }),
  noRequest: () => ({
    message: l10n.t("There is no request here that could carry a token."),
    hint: l10n.t("Put the cursor into a request of an .http file."),
  }),
  noToken: () => ({
    message: l10n.t("There is no token to check: the request carries none, and none is held."),
    hint: l10n.t("Get one first."),
  }),
  notHttp: () => ({
    message: l10n.t("This works in .http files only."),
    hint: l10n.t("Open one, or choose the language mode HTTP for this editor."),
  }),
  requestChanged: () => ({
    message: l10n.t("The request was changed or closed meanwhile."),
    hint: l10n.t("Run the command again where it belongs."),
  }),
  nothingToRefresh: () => ({
    message: l10n.t("No request in this file carries an Argus token or a placeholder for one."),
    hint: l10n.t("Insert a token into a request first."),
  }),
  nothingToRemove: () => ({
    message: l10n.t("This file holds no Argus token and no placeholder for one."),
    hint: l10n.t("A token that was not fetched here is not known as one: remove it by hand."),
  }),
  noApiKey: () => ({
    message: l10n.t("The request here holds no API key that could be stored."),
    hint: l10n.t("Put the cursor into a request with an Argus-API-Key header whose value can be seen in this file."),
  }),
  keyNotRemoved: (name) => ({
    message: l10n.t(
      "The API key is stored for “{0}”, but the request was changed meanwhile and may still hold it.",
      name,
    ),
    hint: l10n.t("Try again, or remove it by hand."),
  }),
  keyNotStored: (name) => ({
    message: l10n.t(
      "VS Code's secret storage does not work, so the API key is kept for “{0}” in this window alone, and stays in the file.",
      name,
    ),
    hint: l10n.t("Try again when the storage works: a Linux needs a keyring that is unlocked."),
  }),
  documentChanged: () => ({
    message: l10n.t("The request was changed or closed meanwhile, so the document was left alone."),
    hint: l10n.t("The token is held: insert it where it belongs."),
  }),
  unresolved: () => ({
    message: l10n.t("The request's Authorization header holds something else than a token that can be seen here."),
    hint: l10n.t("Insert a token, or check a request that has one."),
  }),
  tokenMoved: (name) => ({
    message: l10n.t(
      "The request's token is from another address than that of the profile “{0}” and was not sent there.",
      name,
    ),
    hint: l10n.t("Get a token of this profile, or name the token's own profile in a # @argus line."),
  }),
  credentialMoved: (name) => ({
    message: l10n.t("The stored secrets of “{0}” were entered for another address and were not sent.", name),
    hint: l10n.t("Enter the credential again if the profile's new URL is right."),
  }),
  profileChanged: (name) => ({
    message: l10n.t("The settings of “{0}” changed meanwhile and are not those that you were asked about.", name),
  }),
  noCredential: (name) => ({
    message: l10n.t("No credential is stored for the profile “{0}”: run “Argus: Get Token” in the window.", name),
  }),
  signedOut: (name) => ({
    message: l10n.t("You are signed out of the profile “{0}”: run “Argus: Get Token” in the window.", name),
  }),
  noKeyFile: () => ({
    message: l10n.t("The file is not there, cannot be read, is empty or is too large to be a private key."),
    hint: l10n.t("Choose a PEM or JWK file."),
  }),
  notDeleted: (reason) => ({
    message: l10n.t(
      "VS Code's secret storage did not delete what is stored ({0}); this window uses it no more.",
      reason,
    ),
    hint: l10n.t("Try again, or delete it with your system's keyring."),
  }),
  settingsFailed: (reason) => ({
    message: l10n.t("The profile could not be written to your settings ({0}).", reason),
    hint: l10n.t("Look whether settings.json has errors or is read-only."),
  }),
  workerStopped: () => ({
    message: l10n.t("The Argus worker process stopped while it was at work on this; nothing held was lost."),
    hint: l10n.t("Try again."),
  }),
  workerHung: (seconds) => ({
    message: l10n.t(
      "The Argus worker process did not answer within {0} s and was restarted. Your tokens and credentials are kept.",
      seconds,
    ),
    hint: l10n.t("Try again."),
  }),
};

/** Says which profile a failure is about, so that what helps against it helps there. */
export function about<T>(profile: string, outcome: Outcome<T>): Outcome<T> {
  return outcome.ok ? outcome : { ok: false, error: { profile, ...outcome.error } };
}

export function failure(code: OwnCode, subject = ""): { ok: false; error: ClientError } {
  return { ok: false, error: { code, ...SENTENCES[code](subject) } };
}
