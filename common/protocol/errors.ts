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

/** A remedy for a failure, which a client offers as a button. */
export type Help =
  | "editProfile"
  | "addProfile"
  /** Entering the credential, and then trying again. */
  | "enterCredential"
  | "enterClientSecret"
  /** Entering the passphrase of a client certificate, and then trying again. */
  | "enterPassphrase"
  /** Naming a client certificate in the settings. */
  | "clientCertificate"
  /** Correcting a file with settings that cannot be written. */
  | "userSettings"
  | "remoteSettings"
  | "workspaceSettings"
  /** Correcting the command or variable that a credential comes from, in the settings. */
  | "credentialSources"
  /** Getting a token, and then trying again. */
  | "getToken"
  /** Getting a token in place of one that was refused; asking again about that one would not help. */
  | "replaceToken"
  /** Inserting a token into the request, in place of one that another system issued. */
  | "insertToken"
  | "copyToken"
  | "retry"
  | "diagnose"
  | "showLog";

/** A failure in one sentence (`message`) and what to do about it (`hint`). Contains no secret and no token. */
export interface ArgusError {
  code: ErrorCode;
  message: string;
  hint?: string;
  /** The row in the table of failures (`keyExpired`, `certificateExpired`, …): finer than the code, and an open set. */
  reason?: string;
  /** Remedies, best first. */
  help?: readonly Help[];
  /** The profile's name. */
  profile?: string;
  /** The kind of credential that was sent. */
  credential?: Credential["kind"];
  /** The HTTP status, if there was an answer. */
  status?: number;
  /** How long to wait before another attempt, in ms (RFC 9110 §10.2.3). */
  retryAfterMs?: number;
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: ArgusError };
