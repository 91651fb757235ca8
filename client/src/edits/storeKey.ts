import * as l10n from "@vscode/l10n";
import { safeParse } from "valibot";
import { window } from "vscode";
import type { ApiKeyAtValue } from "../../../common/protocol/documents.ts";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { headerTextSchema } from "../../../common/schema.ts";
import { originOf } from "../credentials/binding.ts";
import { credentialName } from "../credentials/credentialName.ts";
import { keyPrefix } from "../credentials/keyLife.ts";
import type { ProfileSecrets } from "../credentials/profileSecrets.ts";
import { applyEdits, TRIES } from "../documents/documentEdits.ts";
import { trackLine } from "../documents/lineTracker.ts";
import type { DocumentLine } from "../documents/documentLine.ts";
import { about, failure, type Outcome } from "../failures/failure.ts";
import { workspacePart } from "../profiles/bindingQuestion.ts";
import { checkEntered } from "../profiles/currentProfile.ts";
import { askSteps } from "../prompts/multiStepInput.ts";
import type { Choice } from "../prompts/questions.ts";
import { activeProfileName, profileNamed, profileNames } from "../settings.ts";
import { plainText } from "../../../common/plainText.ts";
import type { SignIn } from "../tokens/signIn.ts";
import type { Worker } from "../worker/worker.ts";
import { eraseFromDisk, tellOfTraces } from "./keyTraces.ts";

interface Dependencies {
  profileSecrets: ProfileSecrets;
  signIn: SignIn;
  worker: Worker;
}

/**
 * Stores a request's API key as a profile's credential, and removes it from the document once it is stored. The key is
 * read here rather than passed to a command, because command arguments may be logged.
 */
export async function storeKey(
  target: DocumentLine,
  { profileSecrets, signIn, worker }: Dependencies,
): Promise<Outcome<void>> {
  const found = await keyAt(target, worker);
  if (!found.ok) return found;
  const { apiKey } = found.value;
  const credential: Credential = { kind: "apiKey", apiKey };
  const profile = await chooseProfile(found.value.profile, credential, { profileSecrets, signIn });
  if (!profile.ok) return profile;
  const { name } = profile.value;
  const { secrets, moved, changes } = await profileSecrets.read(profile.value);
  const isKept = secrets.credential?.kind === "apiKey" && secrets.credential.apiKey === apiKey;
  const isReplaced = !isKept && (secrets.credential !== undefined || (moved ?? changes) !== undefined);
  if (isReplaced && !(await wantsReplacement(name))) return failure("cancelled");
  if (!isKept || profileSecrets.isInWindowAlone(profile.value)) {
    const keptIn = await signIn.keep(profile.value, { credential });
    // Once the window is closed, the key in the file would be the only copy.
    if (keptIn !== "storage") return about(name, failure(keptIn === "session" ? "keyInSession" : "keyNotStored", name));
  }
  const current = checkEntered(profile.value);
  if (!current.ok) return current;
  return about(name, await removeKey(target, apiKey, name, worker));
}

async function keyAt({ document, line }: DocumentLine, worker: Worker): Promise<Outcome<ApiKeyAtValue>> {
  if (line === undefined) return failure("requestChanged");
  const textDocument = { uri: document.uri.toString() };
  const answer = await worker.send("argus/apiKeyAt", { textDocument, position: { line, character: 0 } });
  if (!answer.ok) return answer;
  const { value } = answer;
  return value !== null && safeParse(headerTextSchema, value.apiKey).success
    ? { ok: true, value }
    : failure("noApiKey");
}

/**
 * @param named in the request; the most likely profile, before the active one
 * @param credential for a profile that is created for it
 */
async function chooseProfile(
  named: string | undefined,
  credential: Credential,
  { profileSecrets, signIn }: Pick<Dependencies, "profileSecrets" | "signIn">,
): Promise<Outcome<Profile>> {
  const known = profileNames();
  const names = new Set([named, activeProfileName(), ...known]);
  const choices: Choice<Profile | undefined>[] = [];
  for (const name of known.length === 0 ? [] : names) {
    const profile = name === undefined ? undefined : profileNamed(name);
    if (profile?.ok !== true) continue;
    const { secrets } = await profileSecrets.read(profile.value);
    const origin = originOf(profile.value);
    const detail =
      secrets.credential === undefined
        ? l10n.t("For {0}", origin)
        : l10n.t("For {0}, replaces: {1}", origin, credentialName(secrets.credential));
    const part = workspacePart(profile.value);
    choices.push({
      label: profile.value.name,
      detail: part === undefined ? detail : `${detail} · ${part}`,
      value: profile.value,
    });
  }
  const addProfile = (): Promise<Outcome<Profile>> => signIn.addProfile(undefined, credential);
  if (choices.length === 0) return addProfile();
  choices.push({ label: l10n.t("New Profile…"), value: undefined });
  const key = credential.kind === "apiKey" ? keyPrefix(credential.apiKey) : undefined;
  const prompt =
    key === undefined ? l10n.t("Which profile is the key for?") : l10n.t("Which profile is key {0} for?", key);
  const picked = await askSteps(l10n.t("Argus: Store API Key"), async (ask) => ({
    profile: await ask.pick({ name: "profile", prompt, choices }),
  }));
  if (picked === undefined) return failure("cancelled");
  return picked.profile === undefined ? addProfile() : { ok: true, value: picked.profile };
}

async function wantsReplacement(name: string): Promise<boolean> {
  const question = l10n.t("Replace the stored credential of “{0}” with this API key?", name);
  const detail = l10n.t("The stored credential cannot be recovered.");
  const replace = l10n.t("Replace");
  return (await window.showWarningMessage(plainText(question), { modal: true, detail }, replace)) === replace;
}

/** Removes the key in one undo step, unless another one has been typed meanwhile. */
async function removeKey(target: DocumentLine, apiKey: string, name: string, worker: Worker): Promise<Outcome<void>> {
  const { document } = target;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const now = await keyAt(target, worker);
    if (!now.ok || now.value.apiKey !== apiKey) break;
    const request = trackLine(document, now.value.requestLine);
    const edited = await applyEdits(document, [now.value]);
    if (edited === "applied") {
      const erased = await eraseFromDisk(document, apiKey, name);
      // Not awaited, because the person need not answer. An environment file has no request for a token.
      if (erased.ok)
        void tellOfTraces(document, document.languageId === "http" ? request.line : undefined, name, erased.value);
      request.dispose();
      return erased.ok ? { ok: true, value: undefined } : erased;
    }
    request.dispose();
    if (edited === "readOnly") return failure("keyReadOnly", name);
  }
  return failure("keyNotRemoved", name);
}
