import { type Connection, type ProgressToken, ProgressType } from "vscode-languageserver";
import { tokenDigest } from "../../../common/digest.ts";
import { CALL_NOTIFICATION } from "../../../common/protocol/callRecord.ts";
import type { DiagnosisStep } from "../../../common/protocol/diagnosis.ts";
import type { RetryProgress } from "../../../common/protocol/progress.ts";
import {
  diagnoseParamsSchema,
  discoverParamsSchema,
  endParamsSchema,
  findClientParamsSchema,
  inspectKeyParamsSchema,
  introspectParamsSchema,
  tokenParamsSchema,
  userinfoParamsSchema,
} from "../../../common/protocol/requests.ts";
import { ignored } from "../../../common/ignored.ts";
import type { SettableNetwork } from "../network/network.ts";
import type { CallContext } from "../oauth/call.ts";
import { findClient } from "../oauth/clientLookup.ts";
import { ServerClocks } from "../oauth/clock.ts";
import { discover } from "../oauth/discovery.ts";
import { endAtArgus } from "../oauth/ending.ts";
import { introspect } from "../oauth/introspection.ts";
import { inspectKey } from "../oauth/privateKey.ts";
import { requestToken } from "../oauth/token.ts";
import { requestUserinfo } from "../oauth/userinfo.ts";
import type { WorkerState } from "../workerState.ts";
import { checked, type Handlers } from "./handler.ts";

type CallMethod =
  | "argus/token"
  | "argus/introspect"
  | "argus/userinfo"
  | "argus/inspectKey"
  | "argus/end"
  | "argus/discover"
  | "argus/findClient"
  | "argus/diagnose";

/** Creates the context of a call: the current settings, and who to report it to. */
export type CallContexts = (signal: AbortSignal, progress?: ProgressToken) => CallContext;

export function callContexts(connection: Connection, network: SettableNetwork, state: WorkerState): CallContexts {
  const clocks = new ServerClocks();
  const tell = teller(connection);
  return (signal, progress) => ({
    network,
    signal,
    clocks,
    timeoutMs: Math.round(state.settings.timeout * 1000),
    forwardedFor: state.settings.forwardedFor,
    endOf: (accessToken) => {
      const digest = tokenDigest(accessToken);
      const known = state.held.tokens.find((token) => token.digest === digest);
      return known?.isEndAssumed === true ? undefined : known?.expiresAt;
    },
    onCall: (record) => {
      setImmediate(() => {
        connection.sendNotification(CALL_NOTIFICATION, record()).catch(ignored("the client may have left"));
      });
    },
    onBusy: (waitMs) => {
      tell(progress, { kind: "retry", waitMs });
    },
  });
}

/** Sends partial results if the client asked for them. */
function teller(connection: Connection) {
  return (progress: ProgressToken | undefined, value: DiagnosisStep | RetryProgress): void => {
    if (progress === undefined) return;
    connection
      .sendProgress(new ProgressType<typeof value>(), progress, value)
      .catch(ignored("the client may have left"));
  };
}

/** The requests that call Argus or prepare a call. */
export function argusCalls(
  connection: Connection,
  network: SettableNetwork,
  contextOf: CallContexts,
): Handlers<CallMethod> {
  const tell = teller(connection);
  return {
    "argus/token": checked(
      tokenParamsSchema,
      ({ profile, credential, clientSecret, background, partialResultToken }, signal) => {
        const context = { ...contextOf(signal, partialResultToken), isBackground: background };
        return requestToken(profile, credential, context, clientSecret);
      },
    ),
    "argus/introspect": checked(
      introspectParamsSchema,
      ({ profile, token, clientSecret, partialResultToken }, signal) =>
        introspect(profile, token, clientSecret, contextOf(signal, partialResultToken)),
    ),
    "argus/userinfo": checked(userinfoParamsSchema, ({ profile, token, partialResultToken }, signal) =>
      requestUserinfo(profile, token, contextOf(signal, partialResultToken)),
    ),
    "argus/inspectKey": checked(inspectKeyParamsSchema, ({ privateKey, passphrase }) =>
      inspectKey(privateKey, passphrase),
    ),
    "argus/end": checked(endParamsSchema, ({ profile, ...secrets }, signal) =>
      endAtArgus(profile, secrets, contextOf(signal)),
    ),
    "argus/discover": checked(discoverParamsSchema, ({ profile, url }, signal) =>
      discover(profile, url, contextOf(signal)),
    ),
    "argus/findClient": checked(findClientParamsSchema, ({ profile, credential, shortName }, signal) =>
      findClient(profile, credential, shortName, contextOf(signal)),
    ),
    "argus/diagnose": checked(diagnoseParamsSchema, async ({ partialResultToken, ...params }, signal) => {
      // Rarely needed, so it is loaded on demand.
      const { diagnose } = await import("../diagnosis/diagnose.ts");
      return diagnose(params, network, contextOf(signal), (step) => {
        tell(partialResultToken, step);
      });
    }),
  };
}
