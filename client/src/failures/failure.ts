import * as l10n from "@vscode/l10n";
import { plainLabel } from "../../../common/plainText.ts";
import type { ArgusError, ErrorCode, Help } from "../../../common/protocol/errors.ts";

/** Failures of the client itself. */
type ClientCode =
  | "unknownProfile"
  | "noAnswer"
  | "noCertificate"
  | "noProfile"
  | "noReport"
  | "noRequest"
  | "noToken"
  | "notHttp"
  | "notShown"
  | "notGiven"
  | "documentChanged"
  | "requestChanged"
  | "nothingToRefresh"
  | "nothingToRemove"
  | "noApiKey"
  | "keyNotRemoved"
  | "keyInSession"
  | "keyReadOnly"
  | "keyNotSaved"
  | "keyNotStored"
  | "unresolved"
  | "addressUnconfirmed"
  | "tokenMoved"
  | "credentialMoved"
  | "profileChanged"
  | "needsCredential"
  | "signedOut"
  | "superseded"
  | "settingsDiffer"
  | "sourceChanged"
  | "sourceFailed"
  | "settingFailed"
  | "settingsFailed"
  | "noKeyFile"
  | "notDeleted"
  | "workerStopped"
  | "workerHung"
  | "readOnly";

export interface ClientError extends Omit<ArgusError, "code"> {
  code: ErrorCode | ClientCode;
  /** The public part of the API key that was refused. */
  key?: string;
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ClientError };

/** In UTF-16 units. VS Code cuts a notification off, so a long name would hide what is said about it. */
const LONGEST_SUBJECT = 300;

/** The other codes are the worker's. */
type OwnCode = Exclude<ClientCode, "sourceFailed"> | "invalidProfile" | "cancelled";

interface Failure {
  message: string;
  hint?: string;
  help: readonly Help[];
}

/** The worker's failures come with their sentences; these are ours. `subject` is a name or a fact, never a secret. */
const FAILURES: Readonly<Record<OwnCode, (subject: string) => Failure>> = {
  cancelled: () => ({ message: l10n.t("Cancelled."), help: [] }),
  unknownProfile: (name) => ({
    message: l10n.t("There is no profile “{0}” in the setting argus.profiles.", name),
    hint: l10n.t("Add it, or correct its name in argus.activeProfile or in the # @argus line."),
    help: ["addProfile"],
  }),
  invalidProfile: (problem) => ({
    message: l10n.t("The setting argus.profiles has an error in {0}.", problem),
    hint: l10n.t("Correct it there."),
    help: ["editProfile"],
  }),
  noAnswer: () => ({
    message: l10n.t("There is no answer from Argus here."),
    hint: l10n.t("Introspect the token of a request, or ask for its user."),
    help: ["showLog"],
  }),
  noCertificate: (name) => ({
    message: l10n.t("No client certificate is set for “{0}”, so there is no passphrase to enter.", name),
    hint: l10n.t("Check the setting argus.clientCertificate."),
    help: ["clientCertificate"],
  }),
  noReport: () => ({
    message: l10n.t("No report has been opened in this window yet."),
    hint: l10n.t("Run Argus: Diagnose Connection, for example."),
    help: ["diagnose"],
  }),
  noProfile: () => ({
    message: l10n.t("There is no profile yet."),
    hint: l10n.t("Add one first."),
    help: ["addProfile"],
  }),
  noRequest: () => ({
    message: l10n.t("There is no request here that could carry a token."),
    hint: l10n.t("Put the cursor in a request of an .http file."),
    help: ["showLog"],
  }),
  noToken: () => ({
    message: l10n.t("There is no token to check: the request has none, and you have not fetched one."),
    hint: l10n.t("Get a token first."),
    help: ["getToken"],
  }),
  readOnly: () => ({
    message: l10n.t("This document is read-only, so nothing was written to it."),
    hint: l10n.t("Copy the request into an .http file of your own."),
    help: ["showLog"],
  }),
  notHttp: () => ({
    message: l10n.t("This works in .http files only."),
    hint: l10n.t("Open one, or choose the language mode HTTP for this editor."),
    help: ["showLog"],
  }),
  notGiven: () => ({
    message: l10n.t("VS Code gives extensions no files larger than 50 MB, so this one was not touched."),
    help: ["showLog"],
  }),
  notShown: () => ({
    message: l10n.t("This document is not open in any tab, so it was not touched."),
    hint: l10n.t("Open it and try again."),
    help: ["showLog"],
  }),
  requestChanged: () => ({
    message: l10n.t("The request was changed or closed in the meantime."),
    hint: l10n.t("Run the command again on the request that you mean."),
    help: ["showLog"],
  }),
  nothingToRefresh: () => ({
    message: l10n.t("No request in this file has an Argus token or a placeholder for one."),
    hint: l10n.t("Insert a token into a request first."),
    help: ["showLog"],
  }),
  nothingToRemove: () => ({
    message: l10n.t("This file contains no Argus token and no placeholder for one."),
    hint: l10n.t("Tokens that were not fetched with this extension are not recognized: remove those by hand."),
    help: ["showLog"],
  }),
  noApiKey: () => ({
    message: l10n.t("This request has no API key that could be stored."),
    hint: l10n.t("Put the cursor in a request with an Argus-API-Key header whose value is in this file."),
    help: ["showLog"],
  }),
  keyNotRemoved: (name) => ({
    message: l10n.t(
      "The API key is stored for “{0}”, but the request was changed in the meantime and may still have it.",
      name,
    ),
    hint: l10n.t("Try again, or remove it by hand."),
    help: ["retry"],
  }),
  keyInSession: (name) => ({
    message: l10n.t(
      "The API key of “{0}” is kept only until this window is closed, as argus.secretStorage says, so it stays in the file.",
      name,
    ),
    hint: l10n.t("To move it out of the file, set argus.secretStorage to vscode."),
    help: ["retry"],
  }),
  keyReadOnly: (name) => ({
    message: l10n.t("The API key is stored for “{0}”, but this file is read-only, so the key is still in it.", name),
    hint: l10n.t("Make the file writable and try again, or remove the key by hand."),
    help: ["retry"],
  }),
  keyNotSaved: (name) => ({
    message: l10n.t(
      "The API key was stored for “{0}”, but the file could not be saved, so the key is still on disk.",
      name,
    ),
    hint: l10n.t("Save the file yourself, and revoke the key."),
    help: ["showLog"],
  }),
  keyNotStored: (name) => ({
    message: l10n.t(
      "VS Code's secret storage does not work, so the API key of “{0}” is kept in this window only and stays in the file.",
      name,
    ),
    hint: l10n.t("Try again once the storage works. On Linux it needs an unlocked keyring."),
    help: ["retry"],
  }),
  documentChanged: () => ({
    message: l10n.t("The request was changed or closed in the meantime, so the document was not edited."),
    hint: l10n.t("The token is ready: insert it where you need it."),
    help: ["copyToken"],
  }),
  unresolved: () => ({
    message: l10n.t("The token in the request's header cannot be read here."),
    hint: l10n.t("Insert a token, or check a request that has one."),
    help: ["showLog"],
  }),
  tokenMoved: (name) => ({
    message: l10n.t(
      "The request's token belongs to another address, so it was not sent to that of the profile “{0}”.",
      name,
    ),
    hint: l10n.t("Get a token for this profile, or name the token's own profile in a # @argus line."),
    help: ["replaceToken"],
  }),
  addressUnconfirmed: (name) => ({
    message: l10n.t(
      "A workspace decides where “{0}” has tokens checked, so the value from outside the file was not sent there.",
      name,
    ),
    hint: l10n.t("If you trust that address, enter the profile's credential first."),
    help: ["enterCredential"],
  }),
  credentialMoved: (name) => ({
    message: l10n.t("The stored secrets of “{0}” were entered for another address, so they were not sent.", name),
    hint: l10n.t("If the profile's new URL is right, enter the credential again."),
    help: ["enterCredential"],
  }),
  profileChanged: (name) => ({
    message: l10n.t("The settings of “{0}” have changed in the meantime, so your answers no longer apply.", name),
    hint: l10n.t("Check the profile, and run the command again."),
    help: ["editProfile"],
  }),
  needsCredential: (name) => ({
    message: l10n.t("No credential is stored for the profile “{0}”: run “Argus: Get Token” in the window.", name),
    help: ["enterCredential"],
  }),
  signedOut: (name) => ({
    message: l10n.t("You are signed out of the profile “{0}”: run “Argus: Get Token” in the window.", name),
    help: ["getToken"],
  }),
  settingsDiffer: (name) => ({
    message: l10n.t(
      "The stored secrets of “{0}” were not used, because its settings have changed since they were entered.",
      name,
    ),
    help: ["getToken", "editProfile"],
  }),
  sourceChanged: (source) => ({
    message: l10n.t(
      "“{0}” in argus.credentialSources has changed since you allowed it, so it was not used: run “Argus: Get Token” in the window.",
      source,
    ),
    help: ["getToken", "credentialSources"],
  }),
  superseded: (name) => ({
    message: l10n.t("The new token of “{0}” was not kept: you signed out or changed the credential meanwhile.", name),
    hint: l10n.t("Get a new one if you still need it."),
    help: ["getToken"],
  }),
  noKeyFile: () => ({
    message: l10n.t("This file does not exist, cannot be read, is empty or is too large for a private key."),
    hint: l10n.t("Choose a PEM or JWK file."),
    help: ["enterCredential"],
  }),
  notDeleted: (reason) => ({
    message: l10n.t(
      "VS Code's secret storage did not delete what is stored ({0}). This window no longer uses it.",
      reason,
    ),
    hint: l10n.t("Try again, or delete it with your system's keyring."),
    help: ["retry"],
  }),
  settingsFailed: (reason) => ({
    message: l10n.t("The profile could not be written to your settings ({0}).", reason),
    hint: l10n.t("Check whether settings.json has errors or is read-only."),
    help: ["userSettings", "retry"],
  }),
  settingFailed: (name) => ({
    message: l10n.t("The setting {0} could not be written.", name),
    hint: l10n.t("Check whether settings.json has errors or is read-only."),
    help: ["userSettings", "retry"],
  }),
  workerStopped: () => ({
    message: l10n.t("The Argus worker process stopped before it could answer. Your tokens are kept."),
    hint: l10n.t("Try again."),
    help: ["retry"],
  }),
  workerHung: (seconds) => ({
    message: l10n.t(
      "The Argus worker process did not answer within {0} s and was restarted. Your tokens and credentials are kept.",
      seconds,
    ),
    hint: l10n.t("Try again."),
    help: ["retry"],
  }),
};

/** Adds the profile to a failure that names none, so that its button acts on that profile. */
export function about<T>(profile: string, outcome: Outcome<T>): Outcome<T> {
  if (outcome.ok || outcome.error.profile !== undefined) return outcome;
  return { ok: false, error: { profile, ...outcome.error } };
}

export function failure(code: OwnCode, subject = ""): { ok: false; error: ClientError } {
  return { ok: false, error: { code, ...FAILURES[code](plainLabel(subject, LONGEST_SUBJECT)) } };
}
