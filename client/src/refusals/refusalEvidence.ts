import type { ForeignForm, OtherHost } from "../../../common/protocol/documents.ts";
import type { ClientError } from "../failures/failure.ts";
import type { KeyId, KeyLife } from "../credentials/keyLife.ts";
import type { KnownToken } from "../session/provenance.ts";

/** What a request carries in the header for its profile's token. */
export type Carried =
  /** Names the header if it is not `Authorization`, which may contain something. */
  | { kind: "nothing"; header?: string | undefined }
  /** Credentials of another scheme, such as `Basic`. */
  | { kind: "otherScheme"; scheme: string }
  /** A reference that only the tool that sends the request can resolve. */
  | { kind: "unreadable" }
  /** A reference to the environment or to a variable that this extension fills with the token of the owner, a profile. */
  | { kind: "reference"; variable: string; isOn: boolean; owner: string | undefined }
  | { kind: "token"; foreign?: ForeignForm | undefined };

/** The outcome of a call about the token; `skipped` says in a sentence why there was none. */
export type CallOutcome<T> =
  { kind: "answered"; value: T } | { kind: "failed"; error: ClientError } | { kind: "skipped"; why: string };

export interface IntrospectionFacts {
  active: boolean;
  /** The server's own words about an inactive token. */
  reason?: string | undefined;
  /** ms since the epoch */
  expiresAt?: number | undefined;
  scope?: string | undefined;
  clientId?: string | undefined;
  /** The server's clock minus the local one, in ms. */
  clockSkewMs?: number | undefined;
}

export interface UserinfoFacts {
  /** The address that Argus has bound the token to. */
  clientIp?: string | undefined;
}

/** All that is known about one request and its token at one time. Contains no secret and no token. */
export interface RefusalEvidence {
  /** ms since the epoch */
  now: number;
  profile: { name: string; origin: string; clientId: string; scope?: string | undefined };
  /** The method and the URL as written, and the profile that it is for. */
  request: { method: string; url: string; line: number; profile?: string | undefined };
  carried: Carried;
  otherHost?: OtherHost | undefined;
  /** Absent if the token was not fetched with this extension. */
  known?: KnownToken | undefined;
  /** The profile's API key, if that has a public part. */
  key?: (KeyId & KeyLife) | undefined;
  /** VS Code's name for the kind of remote window, empty for a local one. */
  remote: string;
  /** The `X-Forwarded-For` that the request sends; `null` if only its sender can resolve it. */
  sentAddress: string | null | undefined;
  introspection: CallOutcome<IntrospectionFacts>;
  userinfo: CallOutcome<UserinfoFacts>;
}
