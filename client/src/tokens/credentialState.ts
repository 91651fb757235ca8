import type { StoredCredential } from "../../../common/credentialSources.ts";
import type { UsableSecrets } from "../credentials/profileSecrets.ts";
import type { Secrets } from "../credentials/secretStore.ts";
import type { ClientError } from "../failures/failure.ts";

/** Why a profile has no usable credential, as a failure's code. */
export function missingCredential({
  moved,
  changes,
}: UsableSecrets): "needsCredential" | "credentialMoved" | "settingsDiffer" {
  if (changes !== undefined) return "settingsDiffer";
  return moved === undefined ? "needsCredential" : "credentialMoved";
}

/**
 * Is a fetched token still wanted? Another window may have signed out, forgotten the profile or stored another credential
 * during the call.
 *
 * @param credential of the call
 */
export function isStillWanted(before: Secrets, now: Secrets, credential: StoredCredential): boolean {
  const isSignedOut = now.signedOut === true && before.signedOut !== true;
  return !isSignedOut && JSON.stringify(now.credential) === JSON.stringify(credential);
}

const NEEDS_PERSON: readonly ClientError["code"][] = [
  "needsCredential",
  "credentialMoved",
  "settingsDiffer",
  "sourceChanged",
  "superseded",
  "profileChanged",
];

/** A background call does not report such a failure: the person did something else meanwhile, or has to act first. */
export function needsPerson({ code }: ClientError): boolean {
  return NEEDS_PERSON.includes(code);
}
