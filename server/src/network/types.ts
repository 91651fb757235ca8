import type { CallTimings } from "../../../common/protocol/callRecord.ts";
import type { ClientCertificates } from "../../../common/clientCertificates.ts";
import type { HttpSettings } from "../../../common/protocol/settings.ts";

export interface HttpRequest {
  method: "GET" | "POST" | "DELETE";
  url: URL;
  headers: Record<string, string>;
  body?: string;
  /** Builds the request again for another try after an answer, if it works only once because of a signed JWT. */
  renew?: () => Promise<HttpRequest>;
  /** The status that decides whether to retry, for answers whose body can carry its own. */
  statusOf?: (answer: HttpAnswer) => number;
}

export interface HttpAnswer {
  status: number;
  /** One value of a header; the first if it is repeated, all for `www-authenticate`. Names are lower-case. */
  header(name: string): string | undefined;
  /** All names, lower-case, in order. */
  headerNames: string[];
  body: string;
  /** When the answer began to arrive, ms since the epoch by the local clock. */
  receivedAt: number;
}

/** Facts about a certificate that help find out why it is not trusted. */
export interface CertificateFacts {
  /** Common name, or organization. */
  subject: string;
  issuer: string;
  /** As printed by OpenSSL, in GMT. */
  validFrom: string;
  validTo: string;
  /** The DNS names and IP addresses that it is valid for. */
  names: string[];
}

/** The client's own certificate, if there is one or the server asked for one. */
export interface ClientCertificateFacts {
  /** `false`: the server asked, and there was none to send. */
  isSent: boolean;
  /** When it expires, ms since the epoch, if known. */
  validTo?: number;
}

export interface NetworkFailure {
  /** `proxy`: the proxy or the way to it failed; `tls`: may also be caused by the certificate settings. */
  code: "dns" | "connect" | "tls" | "proxy" | "timeout" | "cancelled" | "tooLarge" | "badResponse";
  /**
   * An error code of the system, TLS or the parser; `CA_FILE` if the setting's file cannot be used, `PROXY_URL` if the
   * proxy's URL cannot, `CLIENT_CERT_…` if a client certificate cannot, `PROXY_LOGIN` if its login is not percent-encoded,
   * `PROXY_AUTHORIZATION` if its login cannot be sent in a header.
   */
  reason?: string;
  /** What had not happened yet when the time ran out or the connection ended. */
  phase?: "connect" | "headers" | "body";
  /** Set if the proxy failed: host and port, and its answer's status, page title and login schemes if it answered. */
  proxy?: { host: string; status?: number; title?: string; schemes?: string[] };
  /** The certificate of the server or proxy, if it was not accepted. */
  certificate?: CertificateFacts;
  clientCertificate?: ClientCertificateFacts;
}

/** Timings and attempts of a call, successful or not. */
export interface CallTrace {
  /** `total` is for the whole call, the parts are those of the last try. */
  timings: CallTimings;
  /** The number of tries: more than one only if nothing had been sent, or the server asked for it. */
  attempts: number;
  /** Host and port of the proxy, if there was one. */
  proxy?: string;
}

export type Answered = { trace: CallTrace } & (
  { ok: true; answer: HttpAnswer } | { ok: false; failure: NetworkFailure }
);

export interface Network {
  /**
   * @param timeoutMs for the whole call, in ms
   * @param signal aborts the call and closes its socket
   * @param onBusy called with the ms until the next try, because the server is busy
   */
  send(
    request: HttpRequest,
    timeoutMs: number,
    signal: AbortSignal,
    onBusy?: (waitMs: number) => void,
  ): Promise<Answered>;
  /** Loads in advance what takes tens of ms. */
  warmUp(): Promise<void>;
}

/** The settings that the network uses. */
export interface NetworkSettings {
  http: HttpSettings;
  /** Path of a PEM file. */
  caFile?: string | undefined;
  clientCertificate?: ClientCertificates | undefined;
}
