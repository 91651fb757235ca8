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

/** What an error code means for a call, if it happened on the way to the server itself or there. */
export function classify(
  reason: string | undefined,
  phase: NonNullable<NetworkFailure["phase"]> = "connect",
): NetworkFailure {
  const { code, cause } = meaningOf(reason);
  return {
    code,
    ...(cause === "silent" ? { phase: "connect" } : {}),
    ...(code === "connect" ? { phase } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The meaning of an error code; the failures have a sentence for each. */
export type Cause =
  | "nameUnknown"
  | "nameServerSilent"
  | "nameFailed"
  | "refused"
  | "unreachable"
  | "blocked"
  | "brokenOff"
  | "silent"
  | "notTls"
  | "tlsVersion"
  | "tlsFailed"
  | "handshakeRefused"
  | "clientCertificateNeeded"
  | "clientCertificateRefused"
  | "clientCertificateSetting"
  | "clientCertificateFile"
  | "clientCertificateInvalid"
  | "clientCertificateLocked"
  | "clientCertificatePassphrase"
  | "clientCertificateMismatch"
  | "selfSigned"
  | "untrusted"
  | "expired"
  | "notYetValid"
  | "otherHost"
  | "certificateRefused"
  | "headersTooLarge"
  | "notHttp"
  | "caFile"
  | "proxyUrl"
  | "proxyLoginEncoding"
  | "proxyAuthorization"
  | "unknown";

interface Meaning {
  /** The code if it happened on the way to the server itself. */
  code: NetworkFailure["code"];
  cause: Cause;
  /** May pass in a moment: worth another try if nothing was sent. */
  isTransient?: true;
}

/** The one table of error codes: those of the system, TLS, the HTTP parser and our own. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  ENOTFOUND: { code: "dns", cause: "nameUnknown" },
  EAI_AGAIN: { code: "dns", cause: "nameServerSilent", isTransient: true },

  ECONNREFUSED: { code: "connect", cause: "refused", isTransient: true },
  EHOSTUNREACH: { code: "connect", cause: "unreachable", isTransient: true },
  ENETUNREACH: { code: "connect", cause: "unreachable", isTransient: true },
  EHOSTDOWN: { code: "connect", cause: "unreachable" },
  ENETDOWN: { code: "connect", cause: "unreachable" },
  EADDRNOTAVAIL: { code: "connect", cause: "unreachable" },
  EACCES: { code: "connect", cause: "blocked" },
  EPERM: { code: "connect", cause: "blocked" },
  ECONNRESET: { code: "connect", cause: "brokenOff", isTransient: true },
  ECONNABORTED: { code: "connect", cause: "brokenOff", isTransient: true },
  EPIPE: { code: "connect", cause: "brokenOff", isTransient: true },
  ETIMEDOUT: { code: "timeout", cause: "silent", isTransient: true },

  // Names of OpenSSL and Node (Node.js documentation, TLS: X509 certificate error codes).
  DEPTH_ZERO_SELF_SIGNED_CERT: { code: "tls", cause: "selfSigned" },
  SELF_SIGNED_CERT_IN_CHAIN: { code: "tls", cause: "untrusted" },
  UNABLE_TO_GET_ISSUER_CERT: { code: "tls", cause: "untrusted" },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { code: "tls", cause: "untrusted" },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { code: "tls", cause: "untrusted" },
  CERT_UNTRUSTED: { code: "tls", cause: "untrusted" },
  CERT_SIGNATURE_FAILURE: { code: "tls", cause: "untrusted" },
  INVALID_CA: { code: "tls", cause: "untrusted" },
  CERT_HAS_EXPIRED: { code: "tls", cause: "expired" },
  CERT_NOT_YET_VALID: { code: "tls", cause: "notYetValid" },
  ERR_TLS_CERT_ALTNAME_INVALID: { code: "tls", cause: "otherHost" },
  HOSTNAME_MISMATCH: { code: "tls", cause: "otherHost" },

  EPROTO: { code: "tls", cause: "notTls" },
  ERR_SSL_WRONG_VERSION_NUMBER: { code: "tls", cause: "notTls" },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: { code: "tls", cause: "notTls" },
  ERR_SSL_HTTP_REQUEST: { code: "tls", cause: "notTls" },
  ERR_SSL_UNKNOWN_PROTOCOL: { code: "tls", cause: "notTls" },
  ERR_SSL_UNSUPPORTED_PROTOCOL: { code: "tls", cause: "tlsVersion" },
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: { code: "tls", cause: "tlsVersion" },
  ERR_SSL_VERSION_TOO_LOW: { code: "tls", cause: "tlsVersion" },
  ERR_SSL_NO_PROTOCOLS_AVAILABLE: { code: "tls", cause: "tlsVersion" },

  HPE_HEADER_OVERFLOW: { code: "badResponse", cause: "headersTooLarge" },

  CLIENT_CERT_SETTING: { code: "tls", cause: "clientCertificateSetting" },
  CLIENT_CERT_FILE: { code: "tls", cause: "clientCertificateFile" },
  CLIENT_CERT_INVALID: { code: "tls", cause: "clientCertificateInvalid" },
  CLIENT_CERT_LOCKED: { code: "tls", cause: "clientCertificateLocked" },
  CLIENT_CERT_PASSPHRASE: { code: "tls", cause: "clientCertificatePassphrase" },
  CLIENT_CERT_MISMATCH: { code: "tls", cause: "clientCertificateMismatch" },
  CA_FILE: { code: "tls", cause: "caFile" },
  PROXY_URL: { code: "proxy", cause: "proxyUrl" },
  PROXY_LOGIN: { code: "proxy", cause: "proxyLoginEncoding" },
  PROXY_AUTHORIZATION: { code: "proxy", cause: "proxyAuthorization" },
};

/** Patterns for codes that are too many to list; the first match counts. */
const FAMILIES: readonly [RegExp, Meaning][] = [
  [/^EAI_/, { code: "dns", cause: "nameFailed" }],
  // Alerts that a server sends are about the client's certificate (RFC 8446 §6.2). OpenSSL renamed them, BoringSSL did not:
  // SSLV3_ALERT_…, TLSV1_ALERT_…, SSL/TLS_ALERT_….
  [/^ERR_SSL_.*CERTIFICATE_REQUIRED$/, { code: "tls", cause: "clientCertificateNeeded" }],
  [
    /^ERR_SSL_.*ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR)$/,
    { code: "tls", cause: "clientCertificateRefused" },
  ],
  [/^ERR_SSL_.*(?:ALERT_|_)HANDSHAKE_FAILURE$/, { code: "tls", cause: "handshakeRefused" }],
  [/^(?:CERT|ERR_TLS_CERT)_/, { code: "tls", cause: "certificateRefused" }],
  [/CERT|^ERR_TLS|^ERR_SSL|SIGNATURE|^INVALID_PURPOSE$|^PATH_LENGTH/, { code: "tls", cause: "tlsFailed" }],
  [/^HPE_/, { code: "badResponse", cause: "notHttp" }],
];

const UNKNOWN: Meaning = { code: "connect", cause: "unknown" };

/** @param reason an error code such as `ECONNREFUSED` */
export function meaningOf(reason: string | undefined): Meaning {
  if (reason === undefined) return UNKNOWN;
  if (Object.hasOwn(MEANINGS, reason)) return MEANINGS[reason] ?? UNKNOWN;
  return FAMILIES.find(([pattern]) => pattern.test(reason))?.[1] ?? UNKNOWN;
}
