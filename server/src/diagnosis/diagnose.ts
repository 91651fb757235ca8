import * as l10n from "@vscode/l10n";
import type { SettableNetwork } from "../network/network.ts";
import type { CallContext } from "../oauth/call.ts";
import { authenticateClient } from "../oauth/clientAuthentication.ts";
import { endpointUrl } from "../oauth/endpoint.ts";
import { fail } from "../oauth/failures.ts";
import { introspect, withoutLineEnd } from "../oauth/introspection.ts";
import { requestToken } from "../oauth/token.ts";
import { requestUserinfo } from "../oauth/userinfo.ts";
import type { DiagnoseValue, DiagnosisStep } from "../../../common/protocol/diagnosis.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Result } from "../../../common/protocol/errors.ts";
import { type Credential, secretsOf } from "../../../common/protocol/credential.ts";
import { Redactor } from "../../../common/redaction.ts";
import { takeCallSteps } from "./callSteps.ts";
import { namesIn } from "../../../common/tokenRequest.ts";
import { takeNetworkSteps } from "./networkSteps.ts";
import { Steps } from "./steps.ts";

export interface DiagnosisSubject {
  profile: Profile;
  credential?: Credential | undefined;
  clientSecret?: string | undefined;
  /** A token to check if no new one can be fetched. */
  token?: string | undefined;
}

/**
 * Tests each part of a profile's calls: name, proxy, connection, TLS, token, introspection, userinfo.
 *
 * Errors: `invalidProfile` and `insecureUrl` if there is nothing to test, and `cancelled`. Other failures are steps.
 *
 * @param context of the calls; its timeout applies to each call, and to the network steps together
 * @param tell called with each step as it finishes
 */
export async function diagnose(
  { profile, credential, clientSecret, token }: DiagnosisSubject,
  network: SettableNetwork,
  context: CallContext,
  tell: (step: DiagnosisStep) => void,
): Promise<Result<DiagnoseValue>> {
  const endpoint = endpointUrl(profile, "token");
  if (!endpoint.ok) return endpoint;
  const { url } = endpoint;
  const { signal, timeoutMs, clocks } = context;
  const steps = new Steps(
    new Redactor(...secretsOf(credential), ...secretsOfClient(profile, clientSecret), token),
    tell,
  );
  try {
    if (await takeNetworkSteps(steps, { url, network, timeoutMs, signal })) {
      await takeCallSteps(
        steps,
        {
          token: credential && (() => requestToken(profile, credential, context)),
          introspect: (checked) => introspect(profile, checked, clientSecret, context),
          userinfo: (checked) => requestUserinfo(profile, checked, context),
          clockSkewMs: () => clocks.skewMs(url),
          additions: namesIn(profile.tokenRequest ?? {}),
          givenToken: token,
        },
        signal,
      );
    }
    signal.throwIfAborted();
  } catch (error) {
    if (signal.aborted) return fail("cancelled", {});
    throw error;
  }
  steps.skipRest(l10n.t("An earlier step failed."));
  return { ok: true, value: { steps: steps.done } };
}

/** The secret as it is sent, and the encoded forms that contain it. */
function secretsOfClient(profile: Profile, clientSecret = ""): string[] {
  const client = authenticateClient(profile, withoutLineEnd(clientSecret));
  return client.ok ? client.secrets.map(({ value }) => value) : [];
}
