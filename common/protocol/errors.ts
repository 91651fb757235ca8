/** Why a request failed. A closed set: branch on the code, never on the message. */
export type ErrorCode =
  | "invalidProfile"
  | "invalidCredential"
  | "insecureUrl"
  | "dns"
  | "connect"
  | "tls"
  | "proxy"
  | "timeout"
  | "cancelled"
  | "unauthorized"
  | "forbidden"
  | "rateLimited"
  | "unavailable"
  | "rejected"
  | "redirected"
  | "badResponse"
  | "tooLarge"
  | "notFound";

/** A failure in one sentence (`message`) and what to do about it (`hint`). Holds no secret and no token. */
export interface ArgusError {
  code: ErrorCode;
  message: string;
  hint?: string;
  /** Which row of the table of failures it is (`keyExpired`, `certificateExpired`, …): finer than the code, not closed. */
  reason?: string;
  /** HTTP status, where an answer came. */
  status?: number;
  /** How long to wait before another try, in milliseconds (RFC 9110 §10.2.3). */
  retryAfterMs?: number;
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: ArgusError };
