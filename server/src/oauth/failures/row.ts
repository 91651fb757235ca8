/** The facts of a failure, the rows of the table of failures, and the conditions that select a row. */
import type { CallRecord, SecretVariable } from "../../../../common/protocol/callRecord.ts";
import type { Credential } from "../../../../common/protocol/credential.ts";
import type { Help } from "../../../../common/protocol/errors.ts";
import { type Cause, meaningOf } from "../../network/failure.ts";
import type { CertificateFacts, NetworkFailure } from "../../network/types.ts";

export type CallName = CallRecord["operation"];

/** What is wrong with a 2xx answer. */
export interface Flaw {
  kind:
    | "empty"
    | "page"
    | "cutOff"
    | "compressed"
    | "charset"
    | "notJson"
    | "notObject"
    | "field"
    | "noEndpoints"
    | "noClient"
    | "expired";
  /** The encoding, the content type, or the field and its problem. */
  detail?: string;
}

/**
 * What a sentence may mention. Each fact is passed by name, so that no secret can slip in with an error object. Texts
 * from the server are already redacted and on one line.
 */
export interface Facts {
  /** Host and port, as in a URL. */
  host?: string;
  profile?: string;
  /** What is wrong with the profile or the credential, as a clause after a colon. */
  problem?: string;
  call?: CallName;
  /** The kind of credential in a token call. */
  credential?: Credential["kind"] | undefined;
  /** The kinds of secrets in the call. */
  sent?: readonly SecretVariable[];
  /** An error code of the system, TLS or the parser, such as `ECONNREFUSED`; or one of ours, such as `CA_FILE`. */
  reason?: string | undefined;
  /** What had not happened yet when it failed. */
  phase?: NetworkFailure["phase"] | undefined;
  /** Set if the proxy failed. */
  proxy?: NetworkFailure["proxy"] | undefined;
  /** The certificate that was not accepted. */
  certificate?: CertificateFacts | undefined;
  /** What is known of the client's own certificate. */
  clientCertificate?: NetworkFailure["clientCertificate"] | undefined;
  /** How long the call was allowed to take. */
  seconds?: number;
  /** The HTTP status of the answer, or the status in an envelope of a successful answer. */
  status?: number;
  /** The HTTP status of the answer with such an envelope. */
  outerStatus?: number;
  /** The number of attempts. */
  attempts?: number;
  /** The server's OAuth error code (RFC 6749 §5.2, RFC 6750 §3.1). */
  oauthError?: string | undefined;
  /** The server's own words. */
  says?: string | undefined;
  /** The same without inserted names and values, which identifies the refusal. */
  template?: string | undefined;
  /** The field of the request that the server complains about. */
  field?: string | undefined;
  /** The title of a web page that came in place of an answer; empty if it has none. */
  page?: string | undefined;
  /** The target of a redirect. */
  redirect?: { kind: "samePlace" | "sameHost" | "elsewhere" | "unknown"; origin?: string };
  flaw?: Flaw;
  /** The addresses that were tried for the server's metadata. */
  tried?: readonly string[];
  retryAfterMs?: number | undefined;
  /** The server's clock minus the local one. */
  clockSkewMs?: number | undefined;
}

/** A function, because the language is unknown while modules load. */
export type Text = (facts: Facts) => string;

export type Condition = (facts: Facts) => boolean;

export interface Sentence {
  /** What happened, and why if that is known. */
  message: Text;
  /** What to do about it. */
  hint?: Text;
  help: readonly Help[];
}

export interface Row extends Sentence {
  /** Stable: sent as {@link ArgusError.reason}. */
  id: string;
  when: Condition;
}

/** The first matching row counts. The last resort is sent under the name of the code. */
export interface Rows {
  rows: readonly Row[];
  otherwise: Sentence;
}

export const because =
  (...causes: Cause[]): Condition =>
  ({ reason }) =>
    causes.includes(meaningOf(reason).cause);
export const oauth =
  (...errors: string[]): Condition =>
  ({ oauthError }) =>
    errors.includes(oauthError ?? "");
export const sent =
  (variable: SecretVariable): Condition =>
  (facts) =>
    facts.sent?.includes(variable) === true;
export const calling =
  (...names: CallName[]): Condition =>
  ({ call }) =>
    call !== undefined && names.includes(call);
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
