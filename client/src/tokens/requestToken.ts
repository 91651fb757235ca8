import type { LogOutputChannel } from "vscode";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import { withConsent } from "../credentials/profileSecrets.ts";
import type { Secrets } from "../credentials/secretStore.ts";
import type { Outcome } from "../failures/failure.ts";
import { logged } from "../failures/logged.ts";
import type { Worker } from "../worker/worker.ts";
import type { Waiter } from "./sharedCalls.ts";

export interface CallDependencies {
  readonly worker: Worker;
  readonly log: LogOutputChannel;
}

/**
 * Has the worker fetch a token, without storing it.
 *
 * @param isBackground no person asked for it
 */
export function requestToken(
  { worker, log }: CallDependencies,
  profile: Profile,
  secrets: Secrets,
  credential: Credential,
  { cancellation, onPartial }: Waiter,
  isBackground = false,
): Promise<Outcome<TokenValue>> {
  const { clientSecret } = secrets;
  const params = {
    profile: withConsent(profile, secrets),
    credential,
    ...(clientSecret === undefined || clientSecret === "" ? {} : { clientSecret }),
    ...(isBackground ? { background: true } : {}),
  };
  return logged(log, "token", profile.name, () => worker.send("argus/token", params, cancellation, onPartial));
}
