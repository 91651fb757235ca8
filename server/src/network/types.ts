import type { CallTimings } from "../../../common/protocol/callRecord.ts";
import type { HttpSettings } from "../../../common/protocol/settings.ts";

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
  /** One value of a header; the first where it is repeated, all of `www-authenticate`. Names are lower-case. */
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
  /**
   * A system, TLS or parser error code; `CA_FILE` where the setting's file cannot be used, `PROXY_URL` where the proxy's
   * URL cannot, `PROXY_LOGIN` where the login in it is not percent-encoded, `PROXY_AUTHORIZATION` where its login cannot stand in a header.
   */
  reason?: string;
  /** What had not happened when the time was over, or the connection. */
  phase?: "connect" | "headers" | "body";
  /** The proxy, where it is what failed: host and port, and its answer's status, page title and ways to log in if it answered. */
  proxy?: { host: string; status?: number; title?: string; schemes?: string[] };
  /** The server's (or the proxy's) certificate, where that was not accepted. */
  certificate?: CertificateFacts;
}

/** How a call went by parts, whether it succeeded or not. */
export interface CallTrace {
  /** `total` is that of the whole call, the parts are those of its last try. */
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
   * @param onBusy hears for how many ms the call waits before another try, because the server is busy
   */
  send(
    request: HttpRequest,
    timeoutMs: number,
    signal: AbortSignal,
    onBusy?: (waitMs: number) => void,
  ): Promise<Answered>;
  /** Loads what takes tens of ms before the first call needs it. */
  warmUp(): Promise<void>;
}

/** What the network heeds of the settings. */
export interface NetworkSettings {
  http: HttpSettings;
  /** Path of a PEM file. */
  caFile?: string | undefined;
}
