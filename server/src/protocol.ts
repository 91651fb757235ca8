/**
 * What the worker and whoever starts it say to each other: method names, parameters, values, error codes.
 * The one file of `server/` that `client/` may import. It knows no transport.
 *
 * Every Argus request answers a {@link Result}; an expected failure is never a JSON-RPC error. All times are
 * milliseconds since the epoch on the local clock; all positions are LSP positions (UTF-16 code units).
 */
import * as v from "valibot";

import { type DiagnoseValue, partialResultSchema } from "./protocol/diagnosis.ts";
import { absent, headerTextSchema, visible } from "./schema.ts";

export {
  CALL_NOTIFICATION,
  type CallRecord,
  type CallTimings,
  SECRET_VARIABLES,
  type SecretVariable,
} from "./protocol/callRecord.ts";
export { DIAGNOSIS_STEPS, type DiagnoseValue, type DiagnosisStep } from "./protocol/diagnosis.ts";
export { Redactor } from "./redaction.ts";
export { describeIssue, headerTextSchema } from "./schema.ts";

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

/** A failure in one sentence (`message`) and what to do about it (`hint`). Holds no secret and no token. */
export interface ArgusError {
  code: ErrorCode;
  message: string;
  hint?: string;
  /** Which row of the table of failures it is (`keyExpired`, `certificateExpired`, …): finer than the code, not closed. */
  reason?: string;
  /** HTTP status, where an answer came. */
  status?: number;
  /** How long to wait before another try, in milliseconds (RFC 9110 §10.2.3). */
  retryAfterMs?: number;
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: ArgusError };

/** A profile's name: what a directive `# @argus name` can say, so no white space. */
export const profileNameSchema = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty("must not be empty"),
  v.regex(/^\S+$/, "must not contain spaces"),
);

/**
 * Where a token comes from and for which client. Holds no secret.
 * `url` is the API's base URL; an endpoint is a path or a full URL of the same origin; `scope` is separated by
 * spaces (RFC 6749 §3.3); `forwardedFor` is an IP address, `none` or `auto`.
 */
export const profileSettingsSchema = v.object({
  url: visible,
  clientId: visible,
  scope: absent(v.string()),
  clientAuthentication: absent(v.picklist(["body", "basic", "basicEncoded"])),
  forwardedFor: absent(v.string()),
  endpoints: absent(
    v.object({
      token: absent(visible),
      introspection: absent(visible),
      userinfo: absent(visible),
    }),
  ),
});
export type ProfileSettings = v.InferOutput<typeof profileSettingsSchema>;

/**
 * A name that a directive cannot say is a name all the same. `allowedOrigins`: where else than on `url`'s own origin its
 * endpoints may be. No setting says so: the person did, and whoever calls the worker keeps it beside the secrets.
 */
export const profileSchema = v.object({
  name: visible,
  ...profileSettingsSchema.entries,
  allowedOrigins: absent(v.array(v.string())),
});
export type Profile = v.InferOutput<typeof profileSchema>;

/** What proves who asks for a token. The worker forgets it with the answer. */
export const credentialSchema = v.variant("kind", [
  v.object({ kind: v.literal("apiKey"), apiKey: headerTextSchema }),
  v.object({ kind: v.literal("session"), token: headerTextSchema }),
  v.object({
    kind: v.literal("jwt"),
    /** PEM (PKCS#8, PKCS#1, SEC1; encrypted too) or a JWK as JSON. */
    privateKey: v.string(),
    /** For an encrypted PEM. */
    passphrase: absent(v.string()),
    /** JWS `alg` (RFC 7518 §3.1); what fits the key by default. */
    algorithm: absent(v.string()),
    /** JWS `kid`. */
    keyId: absent(v.string()),
    /** `iss`; the client ID by default. */
    issuer: absent(v.string()),
    /** `sub`; the issuer by default. */
    subject: absent(v.string()),
    /** `aud`; the token endpoint's URL by default. */
    audience: absent(v.string()),
    /** Seconds from `iat` to `exp`; 60 by default. */
    lifetime: absent(
      v.pipe(v.number(), v.minValue(1, "must be at least 1 second"), v.maxValue(3600, "must be at most 3600 seconds")),
    ),
    /** `Authorization: Bearer` by default; `client_assertion` is RFC 7523 §2.2. */
    send: absent(v.union([v.picklist(["bearer", "clientAssertion"]), v.object({ header: v.string() })])),
  }),
]);
export type Credential = v.InferOutput<typeof credentialSchema>;

export const tokenParamsSchema = v.object({ profile: profileSchema, credential: credentialSchema });
export const introspectParamsSchema = v.object({
  profile: profileSchema,
  token: headerTextSchema,
  clientSecret: absent(v.string()),
});
export const userinfoParamsSchema = v.object({ profile: profileSchema, token: headerTextSchema });
export const inspectKeyParamsSchema = v.object({ privateKey: v.string(), passphrase: absent(v.string()) });
export const discoverParamsSchema = v.object({ profile: profileSchema, url: absent(visible) });
export const diagnoseParamsSchema = v.object({
  profile: profileSchema,
  credential: absent(credentialSchema),
  clientSecret: absent(v.string()),
  /** To check where no new one is to be had. */
  token: absent(headerTextSchema),
  ...partialResultSchema.entries,
});

/** What a person should know though the call worked, one sentence each. */
export interface Warnings {
  warnings?: string[];
}

/** @see RFC 6749 §5.1 */
export interface TokenValue extends Warnings {
  accessToken: string;
  tokenType: string;
  issuedAt: number;
  expiresAt: number;
  scope?: string;
}

/** The answer's JSON object as it came. */
export type Claims = Record<string, unknown>;

/** @see RFC 7662 §2.2. `clockSkewMs` is the server's clock minus the local one, to the second (from `Date`). */
export interface IntrospectValue extends Warnings {
  active: boolean;
  expiresAt?: number;
  scope?: string;
  username?: string;
  clockSkewMs?: number;
  claims: Claims;
}

export interface UserinfoValue extends Warnings {
  claims: Claims;
}

/** What a private key can sign with. */
export interface InspectKeyValue {
  /** JWS names, the default first. */
  algorithms: string[];
  encrypted: boolean;
}

/** What a server says of its endpoints. @see OpenID Connect Discovery §4.2, RFC 8414 §3.2 */
export interface DiscoverValue extends Warnings {
  /** The document that says so. */
  source: string;
  endpoints: { token?: string; introspection?: string; userinfo?: string };
}

/** As in LSP: zero-based line, UTF-16 offset in it. */
export interface Position {
  line: number;
  character: number;
}

/** As in LSP: the end is exclusive. */
export interface Range {
  start: Position;
  end: Position;
}

export interface TextEdit {
  range: Range;
  newText: string;
}

const positionSchema = v.object({ line: v.number(), character: v.number() });
const textDocumentSchema = v.object({ uri: v.string() });

export const requestAtParamsSchema = v.object({ textDocument: textDocumentSchema, position: positionSchema });

/** The `Authorization` header of a request in a document. */
export interface Authorization {
  /** The whole header field with its continuation lines, without the final line break. */
  headerRange: Range;
  valueRange: Range;
  /** As written (`Bearer`); empty where the value has none. */
  scheme: string;
  /** The literal after the scheme, looked up through the file's variables; absent where it is not known. */
  token?: string;
  /** The variable's name where the value is `Bearer {{name}}`. */
  variable?: string;
}

/** One request of a document. */
export interface RequestAtValue {
  /** From its separator (or the start of the document) to the next one. */
  range: Range;
  /** The zero-based line of the request line. */
  requestLine: number;
  method: string;
  /** As written, with its `{{variables}}`. */
  url: string;
  /** From `# @name`. */
  name?: string;
  /** From `# @argus`, the request's own or the file's. */
  profile?: string;
  authorization?: Authorization;
}

/** How a token is written: itself, `{{argusToken}}` with an `@argusToken` line, or `{{$processEnv ARGUS_TOKEN}}`. */
export type InsertStyle = "literal" | "variable" | "environment";

/**
 * Does a variable, as in `{{…}}`, stand for an Argus token? One variable a profile (`argusToken_…`, `ARGUS_TOKEN_…`) is
 * as good as one for all.
 */
export function isTokenPlaceholder(variable: string): boolean {
  return /^(?:argusToken|\$processEnv\s+ARGUS_TOKEN)/.test(variable);
}

export const authorizeParamsSchema = v.object({
  textDocument: textDocumentSchema,
  position: absent(positionSchema),
  accessToken: v.pipe(v.string(), v.nonEmpty("must not be empty")),
  style: v.picklist(["literal", "variable", "environment"]),
  /**
   * Without a position: only the requests that name this profile by directive, or name none where it is empty. A token
   * belongs to one profile; without this it is written for all of them.
   */
  profile: absent(v.string()),
});

/** Edits for exactly the document version `version`. */
export interface AuthorizeValue {
  version: number;
  edits: TextEdit[];
  /** With `profile`: those of requests that carry a token and were left out by it; empty for those that name none. */
  others?: string[];
}

/** Method → what it takes and what its `Result` holds. */
export interface ArgusRequests {
  /** One token call: `POST` to the token endpoint (RFC 6749 §4.4). */
  "argus/token": { params: v.InferInput<typeof tokenParamsSchema>; value: TokenValue };
  /** Is this token good, and for what? (RFC 7662) */
  "argus/introspect": { params: v.InferInput<typeof introspectParamsSchema>; value: IntrospectValue };
  /** Whose token is this? (OpenID Connect Core §5.3) */
  "argus/userinfo": { params: v.InferInput<typeof userinfoParamsSchema>; value: UserinfoValue };
  /** Can this key be read, and what does it fit? Sends nothing. Errors: `invalidCredential`, its reason `passphraseNeeded` among them. */
  "argus/inspectKey": { params: v.InferInput<typeof inspectKeyParamsSchema>; value: InspectKeyValue };
  /** Where a server says its endpoints are. Sends no credential. */
  "argus/discover": { params: v.InferInput<typeof discoverParamsSchema>; value: DiscoverValue };
  /** Goes the way of a call step by step; failed steps are no failure of the request. */
  "argus/diagnose": { params: v.InferInput<typeof diagnoseParamsSchema>; value: DiagnoseValue };
  /** The request whose block holds the position, or `null`. */
  "argus/requestAt": { params: v.InferInput<typeof requestAtParamsSchema>; value: RequestAtValue | null };
  /** The edits that write a token into one request, or into all that already carry one. */
  "argus/authorize": { params: v.InferInput<typeof authorizeParamsSchema>; value: AuthorizeValue };
}

/** Notification to the worker: the tokens now held, by digest, so that it knows live from dead without them. */
export const TOKENS_NOTIFICATION = "argus/tokens";

export const heldTokensSchema = v.object({
  tokens: v.array(
    v.object({
      /** Lower-case hex SHA-256 of the token's UTF-8. */
      digest: v.string(),
      /** The profile's name. */
      profile: v.string(),
      expiresAt: v.number(),
    }),
  ),
});
export type HeldTokens = v.InferOutput<typeof heldTokensSchema>;

/** The settings the worker reads, under `argus`. A value that is not valid counts as not set. */
export const workerSettingsSchema = v.object({
  codeLens: v.fallback(v.optional(v.boolean(), true), true),
  /** Seconds for a whole call. */
  timeout: v.fallback(v.optional(v.pipe(v.number(), v.toMinValue(0.1), v.toMaxValue(300)), 30), 30),
  /** The origin IP for profiles that name none. */
  forwardedFor: v.fallback(v.optional(v.string()), undefined),
  /** Path of a PEM file with further certificate authorities. */
  caFile: v.fallback(v.optional(v.string()), undefined),
});
export type WorkerSettings = v.InferOutput<typeof workerSettingsSchema>;

/**
 * The editor's own network settings, under `http`, as it does not apply them to other processes. They are told in
 * `workspace/didChangeConfiguration`, never in `initializationOptions`, since a proxy's login is a secret.
 *
 * @see https://code.visualstudio.com/docs/setup/network
 */
export const httpSettingsSchema = v.object({
  /** URL; its user info is a login. Without it, the environment's `HTTPS_PROXY` and `HTTP_PROXY` count. */
  proxy: v.fallback(v.optional(v.string()), undefined),
  /** Hosts that are reached without the proxy, beside those of `NO_PROXY`. */
  noProxy: v.fallback(v.optional(v.array(v.string()), []), []),
  /** Value of `Proxy-Authorization`. */
  proxyAuthorization: v.fallback(v.nullish(v.string()), undefined),
  /** Certificates are verified unless the person switched it off for the whole editor. */
  proxyStrictSSL: v.fallback(v.optional(v.boolean(), true), true),
});
export type HttpSettings = v.InferOutput<typeof httpSettingsSchema>;
