import * as l10n from "@vscode/l10n";
import type { CancellationToken, LogOutputChannel } from "vscode";
import type { Credential } from "../../../common/protocol/credential.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { TokenValue } from "../../../common/protocol/requests.ts";
import type { Secrets } from "../credentials/secretStore.ts";
import { withConsent } from "../credentials/profileSecrets.ts";
import type { Outcome } from "../failures/failure.ts";
import { logged } from "../failures/logged.ts";
import { withSlowProgress } from "../prompts/slowProgress.ts";
import type { Worker } from "../worker/worker.ts";

/** Who makes the call, and where it is noted. */
export interface Caller {
  readonly worker: Worker;
  readonly log: LogOutputChannel;
}

/**
 * Has the worker get a token; nothing is kept of it.
 *
 * @param quietly without a sign of it
 */
export function requestToken(
  { worker, log }: Caller,
  profile: Profile,
  secrets: Secrets,
  credential: Credential,
  quietly: boolean,
): Promise<Outcome<TokenValue>> {
  const params = { profile: withConsent(profile, secrets), credential };
  const send = (
    cancellation?: CancellationToken,
    onPartial?: (result: unknown) => void,
  ): Promise<Outcome<TokenValue>> => worker.send("argus/token", params, cancellation, onPartial);
  return logged(log, "token", profile.name, () =>
    quietly ? send() : withSlowProgress(l10n.t("Argus: getting a token for {0}…", profile.name), send),
  );
}
