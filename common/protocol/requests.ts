/**
 * The requests from client to worker: method, parameters and value of each.
 *
 * Every Argus request answers with a {@link Result}; an expected failure is never a JSON-RPC error. All times are
 * milliseconds since the epoch by the local clock; all positions are LSP positions (UTF-16 units).
 */
import * as v from "valibot";

import type { codeLensesParamsSchema, CodeLensesValue, lensStateParamsSchema } from "./codeLenses.ts";
import { credentialSchema } from "./credential.ts";
import type { DiagnoseValue } from "./diagnosis.ts";
import type { ArgusError } from "./errors.ts";
import type { LensState } from "./lensState.ts";
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
  type requestProfilesParamsSchema,
  type tokenProfilesParamsSchema,
  type TokenProfilesValue,
  type RequestAtValue,
} from "./documents.ts";
import { profileSchema } from "./profile.ts";
import { absent, headerTextSchema, visible } from "../schema.ts";

export const tokenParamsSchema = v.object({
  profile: profileSchema,
  credential: credentialSchema,
  /** For introspection, which tells when a token expires if the token answer does not. */
  clientSecret: absent(v.string()),
  /** No person asked for it: its record says so. */
  background: absent(v.boolean()),
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
export const endParamsSchema = v.object({
  profile: profileSchema,
  /** The session to end. */
  session: absent(headerTextSchema),
  /** The token to revoke. */
  token: absent(headerTextSchema),
  clientSecret: absent(v.string()),
});
export const discoverParamsSchema = v.object({ profile: profileSchema, url: absent(visible) });
export const findClientParamsSchema = v.object({
  profile: profileSchema,
  credential: credentialSchema,
  shortName: visible,
});
export const diagnoseParamsSchema = v.object({
  profile: profileSchema,
  credential: absent(credentialSchema),
  clientSecret: absent(v.string()),
  /** A token to check if no new one can be fetched. */
  token: absent(headerTextSchema),
  ...partialResultSchema.entries,
});

/** Things to tell the person although the call succeeded, one sentence each. */
export interface Warnings {
  warnings?: string[];
}

/** @see RFC 6749 §5.1 */
export interface TokenValue extends Warnings {
  accessToken: string;
  tokenType: string;
  issuedAt: number;
  expiresAt: number;
  /** No server said when it expires: `expiresAt` assumes the profile's `assumedLifetime`, or 300 s. */
  isEndAssumed?: boolean;
  scope?: string;
}

/** The unchanged JSON object of the answer. */
export type Claims = Record<string, unknown>;

/** @see RFC 7662 §2.2. `clockSkewMs` is the server's clock minus the local one, to the second (from `Date`). */
export interface IntrospectValue extends Warnings {
  active: boolean;
  expiresAt?: number;
  scope?: string;
  username?: string;
  /** Why it is not active, if the server says so. One line, without secrets. */
  reason?: string;
  clockSkewMs?: number;
  claims: Claims;
}

export interface UserinfoValue extends Warnings {
  claims: Claims;
}

/** The algorithms that fit a private key. */
export interface InspectKeyValue {
  /** JWS names, the default first. */
  algorithms: string[];
  encrypted: boolean;
}

/** The endpoints that a server publishes. @see OpenID Connect Discovery §4.2, RFC 8414 §3.2 */
export interface DiscoverValue extends Warnings {
  /** The URL of the document. */
  source: string;
  endpoints: { token?: string; introspection?: string; userinfo?: string };
  /** Where tokens are revoked (RFC 8414 §2), as the document has it. */
  revocation?: string;
}

/** The outcome of ending a session, or of revoking a token. */
export type EndOutcome = { ok: true } | { ok: false; error: ArgusError };

/** A part is absent if there was nothing to end, or no endpoint for it. */
export interface EndValue {
  session?: EndOutcome;
  token?: EndOutcome;
}

/** A client that was looked up by its short name. */
export interface FindClientValue {
  clientId: string;
}

/** By method: parameters, and the value of the `Result`. */
export interface ArgusRequests {
  /** One token call: `POST` to the token endpoint (RFC 6749 §4.4). */
  "argus/token": { params: v.InferInput<typeof tokenParamsSchema>; value: TokenValue };
  /** Asks whether a token is active, and for what (RFC 7662). */
  "argus/introspect": { params: v.InferInput<typeof introspectParamsSchema>; value: IntrospectValue };
  /** Asks whose token it is (OpenID Connect Core §5.3). */
  "argus/userinfo": { params: v.InferInput<typeof userinfoParamsSchema>; value: UserinfoValue };
  /**
   * Reads a private key without sending anything. Errors: `invalidCredential`, among others with the reason
   * `passphraseNeeded`.
   */
  "argus/inspectKey": { params: v.InferInput<typeof inspectKeyParamsSchema>; value: InspectKeyValue };
  /**
   * Ends a session at Argus (`DELETE /authentication/v1/session`), and revokes a token if the server's metadata names
   * an endpoint for that (RFC 7009).
   */
  "argus/end": { params: v.InferInput<typeof endParamsSchema>; value: EndValue };
  /** Finds the endpoints that a server publishes. Sends no credential. */
  "argus/discover": { params: v.InferInput<typeof discoverParamsSchema>; value: DiscoverValue };
  /** The ID of a client by its short name. The profile's own `clientId` need not be known yet. */
  "argus/findClient": { params: v.InferInput<typeof findClientParamsSchema>; value: FindClientValue };
  /** Tests each part of a call; failed steps are part of the answer, not errors. */
  "argus/diagnose": { params: v.InferInput<typeof diagnoseParamsSchema>; value: DiagnoseValue };
  /** The request in the block at the position, or `null`. */
  "argus/requestAt": { params: v.InferInput<typeof requestAtParamsSchema>; value: RequestAtValue | null };
  /**
   * The edits that write a token into one request, or into all that already carry one. Errors: `notFound`; `rejected`
   * with the reason {@link OTHER_SCHEME} or {@link OTHER_CREDENTIAL} if the request authorizes in another way.
   */
  "argus/authorize": { params: v.InferInput<typeof authorizeParamsSchema>; value: EditsValue };
  /** The profiles whose tokens a document carries. Errors: `notFound`. */
  "argus/tokenProfiles": { params: v.InferInput<typeof tokenProfilesParamsSchema>; value: TokenProfilesValue };
  /** The profiles that a document's requests are for. Errors: `notFound`. */
  "argus/requestProfiles": { params: v.InferInput<typeof requestProfilesParamsSchema>; value: { profiles: string[] } };
  /**
   * The edits that replace certain tokens wherever they are in a document, without changing how they are written.
   * Errors: `notFound`, `rejected`.
   */
  "argus/replaceTokens": { params: v.InferInput<typeof replaceTokensParamsSchema>; value: EditsValue };
  /** The edits that remove all Argus tokens, and placeholders for them, from a document. */
  "argus/removeTokens": { params: v.InferInput<typeof removeTokensParamsSchema>; value: RemoveTokensValue };
  /** The positions of lenses in packed form, for a client that creates the lenses itself. Errors: `notFound`. */
  "argus/codeLenses": { params: v.InferInput<typeof codeLensesParamsSchema>; value: CodeLensesValue };
  /** The state of a lens that {@link CodeLensesValue} left out; `null` if its request no longer exists. */
  "argus/lensState": { params: v.InferInput<typeof lensStateParamsSchema>; value: LensState | null };
  /** The profile of the request at the position, else of the file, else the active one; `null` if there is none. */
  "argus/profileAt": { params: v.InferInput<typeof profileAtParamsSchema>; value: ProfileAtValue | null };
  /** The edit that names a profile for a request in a directive. Errors: `notFound`, `rejected`. */
  "argus/nameProfile": { params: v.InferInput<typeof nameProfileParamsSchema>; value: EditsValue };
  /** The environments in variable files and in REST Client's setting that define variables for a document. */
  "argus/httpEnvironments": { params: v.InferInput<typeof httpEnvironmentsParamsSchema>; value: HttpEnvironmentsValue };
  /** The API key in the request at the position, or `null`. */
  "argus/apiKeyAt": { params: v.InferInput<typeof apiKeyAtParamsSchema>; value: ApiKeyAtValue | null };
}
