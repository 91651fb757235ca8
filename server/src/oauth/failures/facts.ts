/** What is known of a failure. Facts come by name, so that no secret can come along in an error object. */
import type { CertificateFacts, NetworkFailure } from "../../network.ts";
import type { CallRecord } from "../../../../common/protocol/callRecord.ts";
import type { Credential } from "../../../../common/protocol/credential.ts";
import type { SecretVariable } from "../../../../common/protocol/callRecord.ts";

/** The calls there are. */
export type CallName = CallRecord["operation"];

/** What is wrong with an answer of 2xx. */
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
    | "expired";
  /** The encoding, the content type, or the field with what is wrong with it. */
  detail?: string;
}

/** What a sentence may tell. Texts that come from the server are redacted and one line by the time they are here. */
export interface Facts {
  /** Host and port, as in a URL. */
  host?: string;
  profile?: string;
  /** What is wrong with the profile or the credential, as a clause after a colon. */
  problem?: string;
  call?: CallName;
  /** The kind of credential that a token call is made with. */
  credential?: Credential["kind"] | undefined;
  /** Which kinds of secrets the call carried. */
  sent?: readonly SecretVariable[];
  /** A system, TLS or parser error code such as `ECONNREFUSED`; or ours, such as `CA_FILE`. */
  reason?: string | undefined;
  /** What had not happened when it failed. */
  phase?: NetworkFailure["phase"] | undefined;
  /** The proxy, where it is what failed. */
  proxy?: NetworkFailure["proxy"] | undefined;
  /** The certificate that was not accepted. */
  certificate?: CertificateFacts | undefined;
  /** How long the call was allowed to take. */
  seconds?: number;
  /** What the answer came to: the HTTP status, or the one that an envelope in an answer of success has. */
  status?: number;
  /** The HTTP status that such an envelope came with. */
  outerStatus?: number;
  /** How often the call was tried. */
  attempts?: number;
  /** The server's OAuth error code (RFC 6749 §5.2, RFC 6750 §3.1). */
  oauthError?: string | undefined;
  /** What the server says itself. */
  says?: string | undefined;
  /** The same before names and values were put in: what tells one refusal from another. */
  template?: string | undefined;
  /** The field of the call that the server complains about. */
  field?: string | undefined;
  /** The title of the web page that came in place of an answer; empty where it has none. */
  page?: string | undefined;
  /** Where a redirect leads. */
  redirect?: { kind: "samePlace" | "sameHost" | "elsewhere" | "unknown"; origin?: string };
  flaw?: Flaw;
  /** The addresses that were tried for the server's metadata. */
  tried?: readonly string[];
  retryAfterMs?: number | undefined;
  /** The server's clock minus the local one. */
  clockSkewMs?: number | undefined;
}
