import type { ErrorCode } from "./errors.ts";

/** The shell variables that replace secrets in a record, each as `$NAME`. */
export const SECRET_VARIABLES = [
  "ARGUS_API_KEY",
  "ARGUS_SESSION_TOKEN",
  /** A signed JWT. */
  "ARGUS_ASSERTION",
  "ARGUS_TOKEN",
  "ARGUS_CLIENT_SECRET",
  /** Base64 of client ID and secret, as in `Authorization: Basic`. */
  "ARGUS_BASIC",
] as const;
export type SecretVariable = (typeof SECRET_VARIABLES)[number];

/** The duration of each part of a call, in ms; parts that did not happen are absent. */
export interface CallTimings {
  /** Name resolution. */
  dns?: number;
  /** Connecting. */
  tcp?: number;
  /** `CONNECT` through a proxy. */
  proxy?: number;
  tls?: number;
  /** From the first byte of the request to the headers of the answer. */
  headers?: number;
  /** From the headers to the end of the answer. */
  body?: number;
  total: number;
}

/**
 * A call in a form that may be shown and kept: its secrets are replaced by the names of shell variables
 * (`$ARGUS_API_KEY`), so that it can become a curl command.
 */
export interface CallRecord {
  /** Its start, in ms since the epoch. */
  time: number;
  operation: "token" | "introspection" | "userinfo" | "client" | "discovery" | "session" | "revocation";
  /** The profile's name. */
  profile: string;
  method: string;
  url: string;
  /** As sent, in order; secrets are replaced by variables. */
  requestHeaders: [name: string, value: string][];
  /** The form fields before encoding; secrets are replaced by variables. */
  fields?: [name: string, value: string][];
  /** Host and port of the proxy, if there was one. */
  proxy?: string;
  status?: number;
  /** The failure, if it failed. */
  error?: ErrorCode;
  /** Only the names: values can repeat parts of the request. */
  responseHeaders: string[];
  /** The answer without secrets and tokens, shortened to some KiB. */
  body?: string;
  /** Sizes of the bodies, in bytes. */
  requestBytes: number;
  responseBytes?: number;
  /** The number of attempts. */
  attempts: number;
  /** No person asked for it. */
  background?: boolean;
  timings: CallTimings;
}

/** Notification from the worker: a call has ended. */
export const CALL_NOTIFICATION = "argus/call";
