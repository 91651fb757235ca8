/** The texts in the secret storage: a profile's entry and its lease, which other versions may have written. */
import * as v from "valibot";
import { storedCredentialSchema } from "../../../common/credentialSources.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { bindingSchema } from "./binding.ts";

const tokenSchema = v.object({
  accessToken: v.string(),
  tokenType: v.string(),
  issuedAt: v.number(),
  expiresAt: v.number(),
  isEndAssumed: v.exactOptional(v.boolean()),
  scope: v.exactOptional(v.string()),
  /** See {@link purposeOf}. */
  purpose: v.string(),
});

const entrySchema = v.object({
  /** The only origin that the secrets may be sent to. */
  origin: v.string(),
  credential: v.exactOptional(storedCredentialSchema),
  /** The settings that the secrets were entered for, besides the origin; missing in entries of version 0.1.0. */
  binding: v.exactOptional(bindingSchema),
  /** Empty if the person said that the client has none. */
  clientSecret: v.exactOptional(v.string()),
  /** The client that the secret belongs to. */
  clientSecretOf: v.exactOptional(v.string()),
  /** An unreadable token is dropped: it lives only for minutes. */
  token: v.optional(v.fallback(v.optional(tokenSchema), undefined)),
  /** The person signed out, and has not asked for a token since. */
  signedOut: v.exactOptional(v.boolean()),
  /** Further origins that the person allowed for these secrets. */
  allowedOrigins: v.exactOptional(v.array(v.string())),
});
/** What is stored for a profile. */
export type Entry = v.InferOutput<typeof entrySchema>;

const leaseSchema = v.object({
  /** A random name of a window. */
  holder: v.string(),
  /** ms since the epoch */
  until: v.number(),
});
/** The window that is currently getting a token for a profile. */
export type Lease = v.InferOutput<typeof leaseSchema>;

/** `undefined` if it is not an entry. */
export function entryIn(text: string): Entry | undefined {
  return parsed(entrySchema, text);
}

/** `undefined` if it is not a lease. */
export function leaseIn(text: string): Lease | undefined {
  return parsed(leaseSchema, text);
}

/** The settings that a token depends on, besides its origin: another client or scope needs another token. */
export function purposeOf({ url, clientId, scope, endpoints, forwardedFor, tokenRequest }: Profile): string {
  const additions = tokenRequest === undefined ? [] : [tokenRequest];
  return JSON.stringify([url, clientId, scope, endpoints?.token, forwardedFor, ...additions]);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function parsed<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> | undefined {
  const checked = v.safeParse(schema, json(text));
  return checked.success ? checked.output : undefined;
}
