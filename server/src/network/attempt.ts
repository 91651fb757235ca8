import type { CallTimings } from "../../../common/protocol/callRecord.ts";
import { Connection, SocketGone, type Undici } from "./connections.ts";
import { exchange } from "./exchange.ts";
import { classify, errorCode, isParserError, NetworkError } from "./failure.ts";
import type { Outcome } from "./retry.ts";
import type { Route } from "./route.ts";
import type { HttpRequest, NetworkFailure } from "./types.ts";
import type { Transport } from "./transport.ts";

/** What ends a call from outside: its deadline, or whoever wants it no more. */
export interface End {
  signal: AbortSignal;
  isCancelled: () => boolean;
}

/** One try: what it came to and how it went. */
export interface Attempt {
  outcome: Outcome;
  timings: Partial<CallTimings>;
  /** Host and port of the proxy. */
  proxy: string | undefined;
}

/** Tries a request once, on a connection that waits or else on a new one. */
export async function attempt(request: HttpRequest, transport: Transport, undici: Undici, end: End): Promise<Attempt> {
  const { origin } = request.url;
  const waiting = transport.connections.take(origin);
  if (waiting !== undefined) {
    const tried = await use(waiting, request, {}, transport, end);
    const isOver = tried.outcome.ok || tried.outcome.sent || end.signal.aborted;
    // The server closed it in the meantime. That is no failure: a new one was going to be needed.
    return isOver ? tried : attempt(request, transport, undici, end);
  }
  let route: Route | undefined;
  try {
    route = await transport.routeTo(request.url, end.signal);
    const connection = new Connection(undici, origin, await route.open(), route.proxy?.host);
    return await use(connection, request, route.timings, transport, end);
  } catch (error) {
    const failure = failureOf(error, end, "connect") ?? connectTimeout(route);
    return {
      outcome: { ok: false, failure, sent: false },
      timings: route?.timings ?? {},
      proxy: route?.proxy?.host,
    };
  }
}

async function use(
  connection: Connection,
  request: HttpRequest,
  connecting: Partial<CallTimings>,
  transport: Transport,
  end: End,
): Promise<Attempt> {
  const timings = { ...connecting };
  const { proxy } = connection;
  try {
    const answer = await exchange(connection, request, end.signal, timings);
    transport.connections.give(connection);
    return { outcome: { ok: true, answer }, timings, proxy };
  } catch (error) {
    connection.close();
    const sent = !(error instanceof SocketGone);
    const phase = !sent ? "connect" : timings.headers === undefined ? "headers" : "body";
    const failure = failureOf(error, end, phase) ?? { code: "timeout", phase };
    return { outcome: { ok: false, failure, sent }, timings, proxy };
  }
}

/** `undefined` where the time was over: what else is known of that is known to whoever waited. */
function failureOf(error: unknown, end: End, phase: NetworkFailure["phase"] & string): NetworkFailure | undefined {
  if (end.isCancelled()) return { code: "cancelled" };
  if (end.signal.aborted) return undefined;
  if (isParserError(error)) return { code: "badResponse" };
  const failure = error instanceof NetworkError ? error.failure : classify(errorCode(error));
  return failure.code === "connect" ? { ...failure, phase } : failure;
}

function connectTimeout(route: Route | undefined): NetworkFailure {
  const failure = { code: "timeout", phase: "connect" } as const;
  const isAtProxy = route?.proxy !== undefined && route.timings.proxy === undefined;
  return isAtProxy ? { ...failure, proxy: { host: route.proxy.host } } : failure;
}
