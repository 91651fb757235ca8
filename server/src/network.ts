/**
 * HTTP with limits: one deadline for a whole call, no redirects, answers of 1 MiB at most. The only user of undici.
 * A failure is a value that names facts; undici's error objects can carry bodies and headers and stay in here.
 */
import type { Agent } from "undici";
import type { CallTimings } from "./protocol.ts";

/** ms; the call's own deadline comes first. */
const LONGEST_CONNECT = 300_000;

/** Bytes. */
const LARGEST_ANSWER = 1024 * 1024;

export interface HttpRequest {
  method: "GET" | "POST";
  url: URL;
  headers: Record<string, string>;
  body?: string;
  /** Makes it anew for another try after an answer, where it is good for one use: a signed JWT. */
  renew?: () => Promise<HttpRequest>;
}

export interface HttpAnswer {
  status: number;
  /** One value of a header; the first where it is repeated. Names are lower-case. */
  header(name: string): string | undefined;
  /** All of them, lower-case, in order. */
  headerNames: string[];
  body: string;
  /** When the answer began to arrive, ms since the epoch on the local clock. */
  receivedAt: number;
}

/** What a certificate says, for those who have to find out why it is not trusted. */
export interface CertificateFacts {
  /** Common name, or organisation. */
  subject: string;
  issuer: string;
  /** As OpenSSL prints them, in GMT. */
  validFrom: string;
  validTo: string;
  /** DNS names and IP addresses it is for. */
  names: string[];
}

export interface NetworkFailure {
  /** `proxy`: the way to the proxy, or the proxy itself, failed; `tls`: what is set up for certificates can be at fault too. */
  code: "dns" | "connect" | "tls" | "proxy" | "timeout" | "cancelled" | "tooLarge" | "badResponse";
  /** A system, TLS or parser error code; `CA_FILE` where the setting's file cannot be used, `PROXY_URL` where the proxy's URL cannot. */
  reason?: string;
  /** What had not happened in time. */
  phase?: "connect" | "headers" | "body";
  /** The proxy, where it is what failed: host and port, and its answer's status and page title if it answered. */
  proxy?: { host: string; status?: number; title?: string };
  /** The server's (or the proxy's) certificate, where that was not accepted. */
  certificate?: CertificateFacts;
}

/** How a call went by parts, whether it succeeded or not. */
export interface CallTrace {
  timings: CallTimings;
  /** How often it was tried: more than once only where nothing had been sent, or the server asked for it. */
  attempts: number;
  /** Host and port of the proxy it went through. */
  proxy?: string;
}

export type Answered = { trace: CallTrace } & (
  { ok: true; answer: HttpAnswer } | { ok: false; failure: NetworkFailure }
);

export interface Network {
  /**
   * @param timeoutMs for the whole call, in ms
   * @param signal aborts the call and closes its socket
   */
  send(request: HttpRequest, timeoutMs: number, signal: AbortSignal): Promise<Answered>;
  /** Loads undici, which takes tens of ms, before the first call needs it. */
  warmUp(): Promise<void>;
}

export function createNetwork(): Network {
  const connections = new Connections();
  let agent: Promise<Agent> | undefined;
  const loaded = (): Promise<Agent> =>
    (agent ??= import("undici").then((undici) => {
      const created = new undici.Agent({ connect: { timeout: LONGEST_CONNECT } });
      connections.count(created);
      return created;
    }));

  return {
    async warmUp() {
      await loaded();
    },
    async send(request, timeoutMs, signal) {
      const deadline = AbortSignal.timeout(timeoutMs);
      const end = AbortSignal.any([signal, deadline]);
      const start = performance.now();
      const trace = (): CallTrace => ({ timings: { total: performance.now() - start }, attempts: 1 });
      const failed = (failure: NetworkFailure): Answered => ({ ok: false, failure, trace: trace() });
      let isAnswering = false;
      try {
        const dispatcher = await loaded();
        const pending = dispatcher.request({
          origin: request.url.origin,
          path: request.url.pathname + request.url.search,
          method: request.method,
          headers: request.headers,
          body: request.body ?? null,
          signal: end,
          // The deadline above is the one limit.
          headersTimeout: 0,
          bodyTimeout: 0,
        });
        const response = await settledOrAborted(pending, end);
        const receivedAt = Date.now();
        isAnswering = true;
        const body = await readLimited(response.body, response.headers["content-length"]);
        if (body === undefined) return failed({ code: "tooLarge" });
        const { headers, statusCode } = response;
        const headerNames = Object.keys(headers);
        const answer = { status: statusCode, header: reader(headers), headerNames, body, receivedAt };
        return { ok: true, answer, trace: trace() };
      } catch (error) {
        if (signal.aborted) return failed({ code: "cancelled" });
        if (deadline.aborted) {
          const phase = isAnswering ? "body" : connections.has(request.url) ? "headers" : "connect";
          return failed({ code: "timeout", phase });
        }
        return failed(classify(errorCode(error)));
      }
    },
  };
}

/** undici heeds a signal only once it is connected; it sends nothing then. */
function settledOrAborted<T>(pending: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(new Error("aborted"));
    };
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    pending.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", abort);
    });
  });
}

/** How many connections are open, by origin: a call that waits either has one or is still trying to get one. */
class Connections {
  readonly #open = new Map<string, number>();

  count(agent: Agent): void {
    agent.on("connect", ({ origin }) => {
      this.#open.set(origin, (this.#open.get(origin) ?? 0) + 1);
    });
    agent.on("disconnect", ({ origin }) => {
      this.#open.set(origin, Math.max(0, (this.#open.get(origin) ?? 0) - 1));
    });
  }

  has({ origin }: URL): boolean {
    return (this.#open.get(origin) ?? 0) > 0;
  }
}

type Headers = Record<string, string | string[] | undefined>;

function reader(headers: Headers): HttpAnswer["header"] {
  return (name) => {
    const value = headers[name];
    return typeof value === "object" ? value[0] : value;
  };
}

/** The body as text, or `undefined` as soon as it is known to be too large; the socket is closed then. */
async function readLimited(
  body: AsyncIterable<Uint8Array> & { destroy(): unknown },
  declared: string | string[] | undefined,
): Promise<string | undefined> {
  if (Number(declared) > LARGEST_ANSWER) {
    discard(body);
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    // Leaving the loop destroys the stream.
    if (size > LARGEST_ANSWER) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function discard(body: { destroy(): unknown; on?(event: "error", listener: () => void): unknown }): void {
  // Destroying it before its end raises an abort error that nobody waits for.
  body.on?.("error", () => undefined);
  body.destroy();
}

function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return errorCode(error.cause);
}

function classify(reason: string | undefined): NetworkFailure {
  if (reason === undefined) return { code: "connect" };
  if (reason === "ENOTFOUND" || reason.startsWith("EAI_")) return { code: "dns", reason };
  if (reason === "UND_ERR_CONNECT_TIMEOUT" || reason === "ETIMEDOUT") return { code: "timeout", phase: "connect" };
  if (TLS_REASON.test(reason)) return { code: "tls", reason };
  if (reason.startsWith("HPE_") || reason === "UND_ERR_HEADERS_OVERFLOW") return { code: "badResponse", reason };
  return { code: "connect", reason };
}

/** OpenSSL's and Node's names (Node.js documentation, TLS: X509 certificate error codes). */
const TLS_REASON =
  /CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|SIGNATURE|^HOSTNAME_MISMATCH$|^INVALID_(?:CA|PURPOSE)$|^PATH_LENGTH/;
