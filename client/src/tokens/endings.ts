import * as l10n from "@vscode/l10n";
import { window } from "vscode";
import type { CertificatePassphrases } from "../credentials/certificatePassphrases.ts";
import type { ProfileSecrets } from "../credentials/profileSecrets.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import { pickProfile } from "../profiles/pickProfile.ts";
import { profileNamed, profileNames } from "../settings.ts";
import { plainText } from "../text/plainText.ts";
import type { Tokens } from "./tokens.ts";

const DONE: Outcome<void> = { ok: true, value: undefined };

/** Deletes a profile's token and says so. Errors: `notDeleted`. */
export async function signOut(name: string, tokens: Tokens): Promise<Outcome<void>> {
  const hadToken = tokens.state(name).kind !== "none";
  const signedOut = await tokens.signOut(name);
  if (!signedOut.ok) return signedOut;
  const text = hadToken
    ? l10n.t("Signed out of “{0}”: its token was deleted, its credential is kept.", name)
    : l10n.t("“{0}” has no token to delete.", name);
  window.setStatusBarMessage(plainText(text), 5000);
  return DONE;
}

interface ForgetDependencies {
  profileSecrets: ProfileSecrets;
  passphrases: CertificatePassphrases;
  tokens: Tokens;
}

/**
 * Deletes all secrets of a profile. Without a name the person picks one. They confirm, because a deleted key cannot be
 * restored and other extensions can run the command too. Errors: `notDeleted`.
 */
export async function forgetCredentials(
  named: string | undefined,
  { profileSecrets, passphrases, tokens }: ForgetDependencies,
): Promise<Outcome<void>> {
  const name = named ?? (await askWhich(profileSecrets, tokens));
  if (name === undefined) return failure("cancelled");
  const hasSecrets = profileSecrets.names().includes(name) || isInMemory(name, profileSecrets, tokens);
  if (hasSecrets && !(await confirms(name))) return failure("cancelled");
  const profile = profileNamed(name);
  const hadPassphrase = profile.ok && (await passphrases.forget(profile.value));
  const forgotten = await tokens.forget(name);
  if (forgotten.ok) {
    const text = hadPassphrase
      ? l10n.t("The credential, client secret, token and certificate passphrase of “{0}” were deleted.", name)
      : l10n.t("The credential, client secret and token of “{0}” were deleted.", name);
    void window.showInformationMessage(plainText(text));
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
    void window.showInformationMessage(plainText(l10n.t("No credentials are stored, so there is nothing to forget.")));
    return undefined;
  }
  return names.length === 1 ? names[0] : pickProfile(names, tokens, forgetTexts());
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

async function confirms(name: string): Promise<boolean> {
  const question = l10n.t("Delete the stored credentials of “{0}”?", name);
  const detail = l10n.t(
    "This deletes its credential, client secret and token from VS Code's secret storage. An API key that you have nowhere else is lost.",
  );
  const confirm = l10n.t("Delete");
  return (await window.showWarningMessage(plainText(question), { modal: true, detail }, confirm)) === confirm;
}
