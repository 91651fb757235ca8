import type { CallTimings } from "../../../common/protocol/callRecord.ts";
import { exchange } from "./exchange.ts";
import { classify, errorCode, NetworkError, SocketClosed } from "./failure.ts";
import type { Outcome } from "./retry.ts";
import type { Route } from "./route.ts";
import type { HttpRequest, NetworkFailure } from "./types.ts";
import type { Transport } from "./transport.ts";

/** Ends a call from outside: by its deadline or by cancelling. */
export interface End {
  signal: AbortSignal;
  isCancelled: () => boolean;
}

/** The outcome of one try, and how it went. */
export interface Attempt {
  outcome: Outcome;
  timings: Partial<CallTimings>;
  /** Host and port of the proxy. */
  proxy: string | undefined;
}

/**
 * Tries a request once, on a connection of its own: tokens live for minutes, and no server keeps an idle connection
 * that long.
 */
export async function attempt(request: HttpRequest, transport: Transport, end: End): Promise<Attempt> {
  let route: Route | undefined;
  let outcome: Outcome;
  let phase: NetworkFailure["phase"] & string = "connect";
  const timings: Partial<CallTimings> = {};
  try {
    route = await transport.routeTo(request.url, end.signal);
    const socket = await route.open();
    phase = "headers";
    outcome = { ok: true, answer: await exchange(socket, request, timings) };
  } catch (error) {
    if (error instanceof SocketClosed) phase = "connect";
    else if (timings.headers !== undefined) phase = "body";
    const timeout = phase === "connect" ? connectTimeout(route) : ({ code: "timeout", phase } as const);
    const failure = failureOf(error, end, phase) ?? timeout;
    const { clientCertificate } = route?.tls ?? {};
    outcome = {
      ok: false,
      // With TLS 1.3, the server checks the client's certificate after the client has finished its handshake.
      failure: clientCertificate === undefined || phase === "body" ? failure : { ...failure, clientCertificate },
      sent: phase !== "connect",
    };
  }
  route?.close();
  return { outcome, timings: { ...route?.timings, ...timings }, proxy: route?.proxy?.host };
}

/** `undefined` if the time ran out or the caller cancelled: the caller knows which. */
function failureOf(error: unknown, end: End, phase: NetworkFailure["phase"] & string): NetworkFailure | undefined {
  if (end.isCancelled()) return { code: "cancelled" };
  if (end.signal.aborted) return undefined;
  return error instanceof NetworkError ? error.failure : classify(errorCode(error), phase);
}

function connectTimeout(route: Route | undefined): NetworkFailure {
  const failure = { code: "timeout", phase: "connect" } as const;
  const isAtProxy = route?.proxy !== undefined && route.timings.proxy === undefined;
  return isAtProxy ? { ...failure, proxy: { host: route.proxy.host } } : failure;
}
