import * as l10n from "@vscode/l10n";
import { type LogOutputChannel, window } from "vscode";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { CertificatePassphrases } from "../credentials/certificatePassphrases.ts";
import { type ProfileSecrets, withConsent } from "../credentials/profileSecrets.ts";
import type { Secrets } from "../credentials/secretStore.ts";
import { tellDone } from "../failures/doneMessage.ts";
import { about, failure, type Outcome } from "../failures/failure.ts";
import { logged } from "../failures/logged.ts";
import { pickProfile } from "../profiles/pickProfile.ts";
import { withSlowProgress } from "../prompts/slowProgress.ts";
import { profileNamed, profileNames } from "../settings.ts";
import { plainText } from "../../../common/plainText.ts";
import type { Worker } from "../worker/worker.ts";
import type { SignIn } from "./signIn.ts";
import type { Tokens } from "./tokens.ts";

const DONE: Outcome<void> = { ok: true, value: undefined };

export interface SignOutDependencies {
  profileSecrets: Pick<ProfileSecrets, "read">;
  tokens: Pick<Tokens, "signOut" | "state">;
  worker: Pick<Worker, "send">;
  log: LogOutputChannel;
}

/**
 * Deletes a profile's token and confirms that. If the profile asks for it, its token and its session then end at Argus
 * too; even if that fails, the token is deleted here. Errors: `notDeleted`.
 */
export async function signOut(
  name: string,
  { profileSecrets, tokens, worker, log }: SignOutDependencies,
): Promise<Outcome<void>> {
  const hadToken = tokens.state(name).kind !== "none";
  const profile = profileNamed(name);
  // There are none if they were entered for another origin or for other settings.
  const secrets =
    profile.ok && profile.value.signOut === "argus" ? (await profileSecrets.read(profile.value)).secrets : undefined;
  const signedOut = await tokens.signOut(name);
  if (!signedOut.ok) return signedOut;
  if (profile.ok && secrets !== undefined) {
    const ended = await endAtArgus(profile.value, secrets, { worker, log });
    if (ended !== undefined) return ended;
  }
  const text = hadToken
    ? l10n.t("Signed out of “{0}”: its token was deleted, its credential is kept.", name)
    : l10n.t("“{0}” has no token to delete.", name);
  tellDone(text);
  return DONE;
}

/** @returns `undefined` if there was nothing to end; otherwise the person has been told the outcome */
async function endAtArgus(
  profile: Profile,
  secrets: Secrets,
  { worker, log }: Pick<SignOutDependencies, "worker" | "log">,
): Promise<Outcome<void> | undefined> {
  const { credential, token, clientSecret } = secrets;
  const session = credential?.kind === "session" ? credential.token : undefined;
  if (session === undefined && token === undefined) return undefined;
  const params = { profile: withConsent(profile, secrets), session, token: token?.accessToken, clientSecret };
  const { name } = profile;
  const ended = await withSlowProgress(l10n.t("Argus: ending “{0}”…", name), (cancellation) =>
    logged(log, "end", name, () => worker.send("argus/end", params, cancellation)),
  );
  if (!ended.ok) {
    warn(l10n.t("Signed out of “{0}” here, but Argus did not say what it ended: {1}", name, ended.error.message));
    return DONE;
  }
  const outcomes = [ended.value.token, ended.value.session];
  const failed = outcomes.find((outcome) => outcome?.ok === false);
  if (failed?.ok === false) {
    const { message } = failed.error;
    warn(
      failed === ended.value.session
        ? l10n.t("Signed out of “{0}” here, but its session at Argus may still be open: {1}", name, message)
        : l10n.t("Signed out of “{0}” here, but Argus may accept its token until it expires: {1}", name, message),
    );
    return DONE;
  }
  if (outcomes.every((outcome) => outcome === undefined)) return undefined;
  const text =
    ended.value.session === undefined
      ? l10n.t("Signed out of “{0}”: its token was revoked.", name)
      : l10n.t(
          "Signed out of “{0}”, and its session at Argus has ended: enter a new session token the next time.",
          name,
        );
  void window.showInformationMessage(plainText(text));
  return DONE;
}

function warn(text: string): void {
  void window.showWarningMessage(plainText(text));
}

interface ForgetDependencies {
  profileSecrets: ProfileSecrets;
  passphrases: CertificatePassphrases;
  tokens: Tokens;
  signIn: Pick<SignIn, "forgetDrafts">;
}

/**
 * Deletes all secrets of a profile. Without a name the person picks one. They confirm, because a deleted key cannot be
 * restored and other extensions can run the command too. Errors: `notDeleted`.
 */
export async function forgetCredentials(
  named: string | undefined,
  { profileSecrets, passphrases, tokens, signIn }: ForgetDependencies,
): Promise<Outcome<void>> {
  const name = named ?? (await askWhich(profileSecrets, tokens));
  if (name === undefined) return failure("cancelled");
  const known = profileNamed(name);
  const hasSecrets =
    profileSecrets.names().includes(name) ||
    isInMemory(name, profileSecrets, tokens) ||
    (known.ok && passphrases.has(known.value));
  if (hasSecrets && !(await confirms(name, profileSecrets.credentialName(name)))) return failure("cancelled");
  // One of them may have a key of this profile.
  signIn.forgetDrafts();
  const passphrase = known.ok ? await passphrases.forget(known.value) : undefined;
  const forgotten = await tokens.forget(name);
  if (passphrase?.ok === false) return about(name, passphrase);
  if (forgotten.ok) {
    void window.showInformationMessage(
      plainText(hasSecrets ? forgottenText(name, passphrase?.value === true) : nothingToForget()),
    );
  }
  return forgotten;
}

async function askWhich(profileSecrets: ProfileSecrets, tokens: Tokens): Promise<string | undefined> {
  const names = [
    ...new Set([
      ...profileSecrets.names(),
      ...profileNames().filter((name) => isInMemory(name, profileSecrets, tokens)),
    ]),
  ];
  if (names.length === 0) {
    void window.showInformationMessage(plainText(nothingToForget()));
    return undefined;
  }
  return names.length === 1 ? names[0] : pickProfile(names, tokens, forgetTexts());
}

function forgottenText(name: string, hadPassphrase: boolean): string {
  return hadPassphrase
    ? l10n.t("The credential, client secret, token and certificate passphrase of “{0}” were deleted.", name)
    : l10n.t("The credential, client secret and token of “{0}” were deleted.", name);
}

function nothingToForget(): string {
  return l10n.t("There are no credentials to forget.");
}

function isInMemory(name: string, profileSecrets: ProfileSecrets, tokens: Tokens): boolean {
  const profile = profileNamed(name);
  return tokens.state(name).kind !== "none" || (profile.ok && profileSecrets.isInWindowAlone(profile.value));
}

function forgetTexts(): { title: string; prompt: string } {
  return {
    title: l10n.t("Argus: Forget Credentials"),
    prompt: l10n.t("Delete the stored credentials of which profile?"),
  };
}

async function confirms(name: string, credential: string | undefined): Promise<boolean> {
  const question = l10n.t("Delete the stored credentials of “{0}”?", name);
  const what = l10n.t(
    "This deletes its credential, client secret and token. An API key that you have nowhere else is lost.",
  );
  const detail = credential === undefined ? what : `${l10n.t("Credential: {0}.", credential)} ${what}`;
  const confirm = l10n.t("Delete");
  const options = { modal: true, detail: plainText(detail) };
  return (await window.showWarningMessage(plainText(question), options, confirm)) === confirm;
}
