import { isIP } from "node:net";
import type { HttpAnswer, HttpRequest, Network, NetworkFailure } from "../network.ts";
import type { Profile } from "../protocol.ts";
import { Redactor } from "../redaction.ts";
import { endpointUrl } from "./endpoint.ts";
import { type CallName, type Failure, fail } from "./failures.ts";
import { refusal } from "./refusal.ts";

/** What a call needs from the world. */
export interface CallContext {
  network: Network;
  /** For the whole call, in ms. */
  timeoutMs: number;
  signal: AbortSignal;
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
  const { network, timeoutMs, signal } = context;
  const sent = await network.send(call.request, timeoutMs, signal);
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

export type Target = { ok: true; url: URL; headers: Record<string, string> } | { ok: false; error: Failure };

/**
 * Where a call goes and the header that says for whom it is made.
 *
 * Errors: `invalidProfile`, `insecureUrl`.
 */
export function callTarget(profile: Profile, name: CallName, context: CallContext): Target {
  const endpoint = endpointUrl(profile, name);
  if (!endpoint.valid) return { ok: false, error: endpoint.error };
  const address = (profile.forwardedFor ?? context.forwardedFor ?? "auto").trim();
  // Without the header the connection's own address is the origin.
  if (address === "" || address === "auto" || address === "none") return { ok: true, url: endpoint.url, headers: {} };
  if (isIP(address) === 0) {
    const where = profile.forwardedFor === undefined ? "the setting argus.forwardedFor" : "its forwardedFor";
    const problem = `${where} must be one IPv4 or IPv6 address, “auto” or “none”`;
    return { ok: false, error: fail("invalidProfile", { profile: profile.name, problem }) };
  }
  // Argus compares it with the address that the token was created from.
  return { ok: true, url: endpoint.url, headers: { "x-forwarded-for": address } };
}
