/** The facts of a failure. Each is passed by name, so that no secret can slip in with an error object. */
import type { CertificateFacts, NetworkFailure } from "../../network.ts";
import type { CallRecord } from "../../../../common/protocol/callRecord.ts";
import type { Credential } from "../../../../common/protocol/credential.ts";
import type { SecretVariable } from "../../../../common/protocol/callRecord.ts";

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

/** What a sentence may mention. Texts from the server are already redacted and on one line. */
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
