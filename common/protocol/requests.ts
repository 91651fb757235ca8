/**
 * The requests that a client sends to the worker: method, parameters and value of each.
 *
 * Every Argus request answers a {@link Result}; an expected failure is never a JSON-RPC error. All times are
 * milliseconds since the epoch on the local clock; all positions are LSP positions (UTF-16 code units).
 */
import * as v from "valibot";

import type { codeLensesParamsSchema, CodeLensesValue } from "./codeLenses.ts";
import { credentialSchema } from "./credential.ts";
import type { DiagnoseValue } from "./diagnosis.ts";
import { partialResultSchema } from "./progress.ts";
import {
  type apiKeyAtParamsSchema,
  type ApiKeyAtValue,
  type authorizeParamsSchema,
  type EditsValue,
  type httpEnvironmentsParamsSchema,
  type HttpEnvironmentsValue,
  type nameProfileParamsSchema,
  type profileAtParamsSchema,
  type ProfileAtValue,
  type removeTokensParamsSchema,
  type RemoveTokensValue,
  type replaceTokensParamsSchema,
  type requestAtParamsSchema,
  type tokenProfilesParamsSchema,
  type TokenProfilesValue,
  type RequestAtValue,
} from "./documents.ts";
import { profileSchema } from "./profile.ts";
import { absent, headerTextSchema, visible } from "../schema.ts";

export const tokenParamsSchema = v.object({
  profile: profileSchema,
  credential: credentialSchema,
  /** To ask when the token ends, where the answer does not say. */
  clientSecret: absent(v.string()),
  ...partialResultSchema.entries,
});
export const introspectParamsSchema = v.object({
  profile: profileSchema,
  token: headerTextSchema,
  clientSecret: absent(v.string()),
  ...partialResultSchema.entries,
});
export const userinfoParamsSchema = v.object({
  profile: profileSchema,
  token: headerTextSchema,
  ...partialResultSchema.entries,
});
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
  /** No server said when it ends: `expiresAt` is the profile's `assumedLifetime` away, or 300 s. */
  isEndAssumed?: boolean;
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
  /** Why it is not active, where the server says so. One line, without secrets. */
  reason?: string;
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
  /**
   * The edits that write a token into one request, or into all that already carry one. Errors: `notFound`, `rejected` with
   * the reason {@link OTHER_SCHEME} or {@link OTHER_CREDENTIAL} where the request authorizes in another way.
   */
  "argus/authorize": { params: v.InferInput<typeof authorizeParamsSchema>; value: EditsValue };
  /** The profiles whose tokens a document carries. Errors: `notFound`. */
  "argus/tokenProfiles": { params: v.InferInput<typeof tokenProfilesParamsSchema>; value: TokenProfilesValue };
  /**
   * The edits that put a token in the place of certain others, wherever a document holds one itself; how each request
   * writes its token stays. Errors: `notFound`, `rejected`.
   */
  "argus/replaceTokens": { params: v.InferInput<typeof replaceTokensParamsSchema>; value: EditsValue };
  /** The edits that take all Argus tokens and placeholders for them out of a document. */
  "argus/removeTokens": { params: v.InferInput<typeof removeTokensParamsSchema>; value: RemoveTokensValue };
  /** Where lenses stand, in few bytes: for a client that makes them itself. Errors: `notFound`. */
  "argus/codeLenses": { params: v.InferInput<typeof codeLensesParamsSchema>; value: CodeLensesValue };
  /** The profile of the request at the position, else of the file, else the active one; `null` where there is none. */
  "argus/profileAt": { params: v.InferInput<typeof profileAtParamsSchema>; value: ProfileAtValue | null };
  /** The edit that has a request name its profile in a directive. Errors: `notFound`, `rejected`. */
  "argus/nameProfile": { params: v.InferInput<typeof nameProfileParamsSchema>; value: EditsValue };
  /** The environments of variable files and of REST Client's setting that define variables for a document. */
  "argus/httpEnvironments": { params: v.InferInput<typeof httpEnvironmentsParamsSchema>; value: HttpEnvironmentsValue };
  /** The API key in the request whose block holds the position, or `null`. */
  "argus/apiKeyAt": { params: v.InferInput<typeof apiKeyAtParamsSchema>; value: ApiKeyAtValue | null };
}
