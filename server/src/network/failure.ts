import { meaningOf } from "./errno.ts";
import type { NetworkFailure } from "./types.ts";

/**
 * A failure on its way to becoming a value. It carries facts and no cause, because an error object can contain
 * anything.
 */
export class NetworkError extends Error {
  readonly failure: NetworkFailure;

  constructor(failure: NetworkFailure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** The socket was closed before any of the request was written to it. */
export class SocketClosed extends Error {
  readonly code = "ECONNRESET";
}

/** The first code in an error and its causes. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return errorCode(error.cause);
}

/** The meaning of an error code on the way to the server itself. */
export function classify(reason: string | undefined): NetworkFailure {
  const { code, cause } = meaningOf(reason);
  return {
    code,
    ...(cause === "silent" ? { phase: "connect" } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}
