/** What tells one failure from another. */
import type { Facts, Flaw } from "./facts.ts";
import type { SecretVariable } from "../../../common/protocol/callRecord.ts";

/** Does a case of the table of failures fit? */
export type Condition = (facts: Facts) => boolean;

export const reason =
  (...codes: string[]): Condition =>
  (facts) =>
    codes.includes(facts.reason ?? "");
export const oauth =
  (...errors: string[]): Condition =>
  ({ oauthError }) =>
    errors.includes(oauthError ?? "");
export const sent =
  (variable: SecretVariable): Condition =>
  (facts) =>
    facts.sent?.includes(variable) === true;
export const calling =
  (...calls: Facts["call"][]): Condition =>
  ({ call }) =>
    calls.includes(call);
export const phase =
  (name: Facts["phase"]): Condition =>
  (facts) =>
    facts.phase === name;
export const status =
  (...codes: number[]): Condition =>
  (facts) =>
    codes.includes(facts.status ?? 0);
export const flaw =
  (kind: Flaw["kind"]): Condition =>
  (facts) =>
    facts.flaw?.kind === kind;
/** Argus has no codes for its refusals, only words. */
export const words =
  (pattern: RegExp): Condition =>
  ({ template = "", says = "" }) =>
    pattern.test(`${template} ${says}`);
export const all =
  (...conditions: Condition[]): Condition =>
  (facts) =>
    conditions.every((holds) => holds(facts));
export const not =
  (condition: Condition): Condition =>
  (facts) =>
    !condition(facts);

export const isPage: Condition = ({ page }) => page !== undefined;
export const hasProblem: Condition = ({ problem }) => problem !== undefined;
export const isBrokenOff = reason("ECONNRESET", "ECONNABORTED", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_CLOSED");
export const isNotResolved: Condition = ({ reason = "" }) => reason === "ENOTFOUND" || reason.startsWith("EAI_");
export const isUnreachable = reason("EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN", "ENETDOWN", "EADDRNOTAVAIL");
export const isSilent = reason("ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT");
export const isNotTls = reason(
  "EPROTO",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_PACKET_LENGTH_TOO_LONG",
  "ERR_SSL_HTTP_REQUEST",
  "ERR_SSL_UNKNOWN_PROTOCOL",
);
/** OpenSSL's and Node's names for what is wrong with a certificate. */
export const isUntrusted = reason(
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_UNTRUSTED",
  "CERT_SIGNATURE_FAILURE",
  "INVALID_CA",
);
export const isSelfSigned = reason("DEPTH_ZERO_SELF_SIGNED_CERT");
export const isExpired = reason("CERT_HAS_EXPIRED");
export const isNotYetValid = reason("CERT_NOT_YET_VALID");
export const isWrongHost = reason("ERR_TLS_CERT_ALTNAME_INVALID", "HOSTNAME_MISMATCH");

/** What else is said of certificates has no sentence of its own. */
export const isCertificate: Condition = (facts) =>
  [isSelfSigned, isUntrusted, isExpired, isNotYetValid, isWrongHost].some((holds) => holds(facts)) ||
  /^(?:CERT|ERR_TLS_CERT)_/.test(facts.reason ?? "");
