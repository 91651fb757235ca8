import type { Credential } from "./credential.ts";

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

/** What helps against a failure: a client offers it as a button. */
export type Help =
  | "editProfile"
  | "addProfile"
  /** Entering the credential, and then trying again. */
  | "enterCredential"
  | "enterClientSecret"
  /** Getting a token, and then trying again. */
  | "getToken"
  /** Getting a token in place of one that was refused; asking again about that one would not help. */
  | "replaceToken"
  | "copyToken"
  | "retry"
  | "diagnose"
  | "showLog";

/** A failure in one sentence (`message`) and what to do about it (`hint`). Holds no secret and no token. */
export interface ArgusError {
  code: ErrorCode;
  message: string;
  hint?: string;
  /** Which row of the table of failures it is (`keyExpired`, `certificateExpired`, …): finer than the code, not closed. */
  reason?: string;
  /** What helps, the first thing first. */
  help?: readonly Help[];
  /** The profile it is about, by name. */
  profile?: string;
  /** The kind of credential that was sent. */
  credential?: Credential["kind"];
  /** HTTP status, where an answer came. */
  status?: number;
  /** How long to wait before another try, in milliseconds (RFC 9110 §10.2.3). */
  retryAfterMs?: number;
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: ArgusError };
