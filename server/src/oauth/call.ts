import type * as v from "valibot";
import type { Answered, HttpAnswer, Network } from "../network/types.ts";
import { isWebPage } from "../network/page.ts";
import type { CallRecord } from "../../../common/protocol/callRecord.ts";
import type { Claims, Warnings } from "../../../common/protocol/requests.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { checkAnswer } from "./answer.ts";
import type { ServerClocks } from "./clock.ts";
import { type Endpoint, type EndpointName, endpointUrl } from "./endpoint.ts";
import { fail, type FailureResult } from "./failures.ts";
import type { Facts } from "./failures/row.ts";
import { originIp } from "./originIp.ts";
import { recordCall } from "./record.ts";
import { isSuccessful, meantStatus, openAnswer, refusal } from "./refusal.ts";
import { redactorOf } from "./secrets.ts";
import type { Call } from "./types.ts";

/** The dependencies of a call. */
export interface CallContext {
  network: Network;
  /** For the whole call, in ms. */
  timeoutMs: number;
  /** When the time of several calls for one request is over, in ms as of `performance.now()`. */
  deadline?: number | undefined;
  signal: AbortSignal;
  clocks: ServerClocks;
  /** The origin IP for profiles without one of their own. */
  forwardedFor?: string | undefined;
  /**
   * Called for each call that was sent or attempted. Making its record costs more than a call on loopback, so it is
   * made on request, after the answer has been passed on.
   */
  onCall?: ((record: () => CallRecord) => void) | undefined;
  /** When an already known token expires, in ms since the epoch: a server that caches answers sends it again. */
  endOf?: ((accessToken: string) => number | undefined) | undefined;
  /** No person asked for the call. */
  isBackground?: boolean | undefined;
  /** Waits this many ms, or rejects when the signal is aborted; tests pass their own. */
  pause?: ((ms: number, signal: AbortSignal) => Promise<unknown>) | undefined;
  /** Called with the ms until the next try, because the server is busy. */
  onBusy?: ((waitMs: number) => void) | undefined;
}

export type CallResult<T> =
  { ok: true; answer: HttpAnswer; fields: T; claims: Claims; clockSkewMs?: number } | FailureResult;

/** Sends the call and checks the answer; an answer that is not 2xx is a failure, with the server's own words. */
export async function callArgus<S extends v.GenericSchema>(
  call: Call,
  context: CallContext,
  schema: S,
): Promise<CallResult<v.InferOutput<S>>> {
  const { network, timeoutMs, deadline, signal, clocks, onCall, onBusy, isBackground } = context;
  const time = Date.now();
  const statusOf = (answer: HttpAnswer): number => meantStatus(answer, call.name);
  const left = deadline === undefined ? timeoutMs : Math.max(1, Math.ceil(deadline - performance.now()));
  const sent = await network.send({ ...call.request, statusOf }, left, signal, onBusy);
  clocks.observe(call.request.url, sent);
  const called = outcome(sent, call, clocks.skewMs(call.request.url), timeoutMs, schema);
  onCall?.(() => ({
    ...recordCall(call, sent, time, called.ok ? undefined : called.error.code),
    ...(isBackground === true ? { background: true } : {}),
  }));
  return called;
}

function outcome<S extends v.GenericSchema>(
  sent: Answered,
  call: Call,
  clockSkewMs: number | undefined,
  timeoutMs: number,
  schema: S,
): CallResult<v.InferOutput<S>> {
  const { url } = call.request;
  const about: Facts = {
    host: url.host,
    profile: call.profile,
    call: call.name,
    credential: call.credential,
    sent: call.secrets.map(({ variable }) => variable),
    clockSkewMs,
    attempts: sent.trace.attempts,
  };
  if (!sent.ok) return fail(sent.failure.code, { ...about, ...sent.failure, seconds: timeoutMs / 1000 });
  const { answer } = sent;
  const redactor = redactorOf(call.secrets);
  if (!isSuccessful(answer.status)) return refusal(answer, about, url, redactor);
  if (call.ignoresAnswer === true && !isWebPage(answer)) {
    const opened = openAnswer(answer, about, redactor);
    return opened.ok ? { ok: true, fields: {}, claims: {}, answer } : opened;
  }
  const checked = checkAnswer(answer, schema, about, redactor);
  return checked.ok ? { ...checked, answer, ...(clockSkewMs === undefined ? {} : { clockSkewMs }) } : checked;
}

export type Target = { ok: true; url: URL; headers: Record<string, string>; warnings: string[] } | FailureResult;

/**
 * The URL of a call, and the header that names the address it is made for.
 *
 * Errors: `invalidProfile`, `insecureUrl`.
 */
export function callTarget(profile: Profile, name: EndpointName, context: CallContext): Target {
  return targetAt(profile, endpointUrl(profile, name), context);
}

/** The same for an endpoint that is not in the profile. */
export function targetAt(profile: Profile, endpoint: Endpoint, context: CallContext): Target {
  if (!endpoint.ok) return endpoint;
  const origin = originIp(profile, context.forwardedFor, endpoint.url);
  return origin.ok ? { ...origin, url: endpoint.url } : origin;
}

/** The `warnings` of a value, left out if there are none. */
export function warned(warnings: string[]): Warnings {
  return warnings.length === 0 ? {} : { warnings };
}
