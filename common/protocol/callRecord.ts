import type { ErrorCode } from "./errors.ts";

/** The shell variables that stand for secrets in a record, each as `$NAME`. */
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

/** How long the parts of a call took, in ms; a part that did not happen (again) is absent. */
export interface CallTimings {
  /** Name resolution. */
  dns?: number;
  /** Until the connection stood. */
  tcp?: number;
  /** `CONNECT` through a proxy. */
  proxy?: number;
  tls?: number;
  /** From the request's first byte to the answer's headers. */
  headers?: number;
  /** From the headers to the answer's end. */
  body?: number;
  total: number;
}

/**
 * One call as it may be shown and kept: its secrets are replaced by the names of shell variables (`$ARGUS_API_KEY`)
 * before it is made, so that it can become a curl command.
 */
export interface CallRecord {
  /** When it began, ms since the epoch. */
  time: number;
  operation: "token" | "introspection" | "userinfo" | "discovery";
  /** By name. */
  profile: string;
  method: string;
  url: string;
  /** As sent, in order; secrets by their variables' names. */
  requestHeaders: [name: string, value: string][];
  /** The form's fields before they were encoded; secrets by their variables' names. */
  fields?: [name: string, value: string][];
  /** Host and port of the proxy it went through. */
  proxy?: string;
  status?: number;
  /** Where it failed. */
  error?: ErrorCode;
  /** Names alone: values can reflect what was sent. */
  responseHeaders: string[];
  /** The answer without secrets and tokens, cut to some KiB. */
  body?: string;
  /** Of bodies, in bytes. */
  requestBytes: number;
  responseBytes?: number;
  /** How often it was tried. */
  attempts: number;
  timings: CallTimings;
}

/** Notification from the worker: a call ended. */
export const CALL_NOTIFICATION = "argus/call";
