import type { HttpAnswer, HttpRequest, Network, NetworkFailure } from "../network.ts";
import type { Profile, Warnings } from "../protocol.ts";
import { Redactor } from "../redaction.ts";
import type { ServerClocks } from "./clock.ts";
import { type EndpointName, endpointUrl } from "./endpoint.ts";
import { type CallName, type Failure, fail } from "./failures.ts";
import { originIp } from "./originIp.ts";
import { refusal } from "./refusal.ts";

/** What a call needs from the world. */
export interface CallContext {
  network: Network;
  /** For the whole call, in ms. */
  timeoutMs: number;
  signal: AbortSignal;
  clocks: ServerClocks;
  /** The origin IP for profiles that name none. */
  forwardedFor?: string | undefined;
}

/** One call to Argus, in words and in bytes. */
export interface Call {
  name: CallName;
  request: HttpRequest;
  /** What must not turn up in anything that is told about the call. */
  secrets: (string | undefined)[];
}

export type Called = { ok: true; answer: HttpAnswer } | { ok: false; error: Failure };

/** Sends the call; an answer outside 2xx is a failure with what the server said about it. */
export async function callArgus(call: Call, context: CallContext): Promise<Called> {
  const { network, timeoutMs, signal, clocks } = context;
  const sent = await network.send(call.request, timeoutMs, signal);
  clocks.observe(call.request.url, sent);
  if (!sent.ok) return { ok: false, error: networkFailure(sent.failure, call, timeoutMs) };
  const { answer } = sent;
  if (answer.status >= 200 && answer.status < 300) return { ok: true, answer };
  return { ok: false, error: refusal(answer, call.name, call.request.url, new Redactor(...call.secrets)) };
}

const PHASES = { connect: "connect", headers: "answer", body: "finish its answer" } as const;

function networkFailure({ code, reason, phase }: NetworkFailure, call: Call, timeoutMs: number): Failure {
  return fail(code, {
    host: call.request.url.host,
    call: call.name,
    seconds: timeoutMs / 1000,
    ...(reason === undefined ? {} : { reason }),
    ...(phase === undefined ? {} : { problem: PHASES[phase] }),
    ...(code === "badResponse" ? { problem: "it is not HTTP" } : {}),
  });
}

export type Target =
  { ok: true; url: URL; headers: Record<string, string>; warnings: string[] } | { ok: false; error: Failure };

/**
 * Where a call goes and the header that says for whom it is made.
 *
 * Errors: `invalidProfile`, `insecureUrl`.
 */
export function callTarget(profile: Profile, name: EndpointName, context: CallContext): Target {
  const endpoint = endpointUrl(profile, name);
  if (!endpoint.valid) return { ok: false, error: endpoint.error };
  const origin = originIp(profile, context.forwardedFor, endpoint.url);
  return origin.ok ? { ...origin, url: endpoint.url } : origin;
}

/** The part of a value that warns, where there is something to warn of. */
export function warned(warnings: string[]): Warnings {
  return warnings.length === 0 ? {} : { warnings };
}
