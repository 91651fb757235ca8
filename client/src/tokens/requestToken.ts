import * as l10n from "@vscode/l10n";
import type { LogOutputChannel } from "vscode";
import { isSource, type StoredCredential } from "../../../common/credentialSources.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { type KeyId, keyIdOf, type KeyLives } from "../credentials/keyLife.ts";
import { type ProfileSecrets, withConsent } from "../credentials/profileSecrets.ts";
import type { Secrets } from "../credentials/secretStore.ts";
import type { ClientError, Outcome } from "../failures/failure.ts";
import { logged } from "../failures/logged.ts";
import type { Worker } from "../worker/worker.ts";
import type { Waiter } from "./sharedCalls.ts";

export interface CallDependencies {
  readonly profileSecrets: Pick<ProfileSecrets, "resolve">;
  readonly keyLives: KeyLives;
  readonly worker: Worker;
  readonly log: LogOutputChannel;
}

/**
 * Has the worker fetch a token, without storing it.
 *
 * @param isBackground no person asked for it
 */
export async function requestToken(
  { profileSecrets, keyLives, worker, log }: CallDependencies,
  profile: Profile,
  secrets: Secrets,
  stored: StoredCredential,
  { cancellation, onPartial }: Waiter,
  isBackground = false,
): Promise<Outcome<TokenValue>> {
  const credential = await profileSecrets.resolve(profile, stored, cancellation);
  if (!credential.ok) return credential;
  const { clientSecret } = secrets;
  const params = {
    profile: withConsent(profile, secrets),
    credential: credential.value,
    ...(clientSecret === undefined || clientSecret === "" ? {} : { clientSecret }),
    ...(isBackground ? { background: true } : {}),
  };
  const got = await logged(log, "token", profile.name, () =>
    worker.send("argus/token", params, cancellation, onPartial),
  );
  await keyLives.learn(profile, credential.value, got);
  if (got.ok || !ABOUT_CREDENTIAL.includes(got.error.code)) return got;
  return { ok: false, error: withOrigin(got.error, stored, keyIdOf(profile, credential.value)) };
}

/** Codes of refusals that can be about the credential. */
const REFUSED: readonly ClientError["code"][] = ["unauthorized", "forbidden"];

/** Codes of all failures that another credential may help against. */
const ABOUT_CREDENTIAL: readonly ClientError["code"][] = [...REFUSED, "invalidCredential", "rejected"];

/** A failure as the worker reports it, with what only the client knows: the refused key, the credential's source. */
function withOrigin(error: ClientError, stored: StoredCredential, key: KeyId | undefined): ClientError {
  const failed = key !== undefined && REFUSED.includes(error.code) ? { ...error, key: key.prefix } : error;
  if (isSource(stored)) return fromSource(failed, stored.source);
  return failed.credential === undefined ? { ...failed, credential: stored.kind } : failed;
}

/** The person did not enter the credential here, so no button asks for another one. */
function fromSource({ credential: _kind, ...error }: ClientError, source: string): ClientError {
  if (error.code !== "unauthorized" && error.code !== "invalidCredential") return error;
  const origin = l10n.t("It came from “{0}” in argus.credentialSources.", source);
  return { ...error, hint: error.hint === undefined ? origin : `${error.hint} ${origin}` };
}
