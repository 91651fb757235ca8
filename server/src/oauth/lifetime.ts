import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { CallContext } from "./call.ts";
import { introspect } from "./introspection.ts";

/** In seconds; anything longer would exceed the range of dates. */
const LONGEST_LIFETIME = 10 * 366 * 86_400;
/** In seconds; the lifetime of Argus' tokens according to its OAuth guide. */
const ASSUMED_LIFETIME = 300;

const notSeconds = (): string => l10n.t("must be a number of seconds");

const NUMBER = /^(?:[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d{1,4})?)?$/i;

/**
 * `expires_in` in seconds, as a number or as text; `null`, empty or absent if a server does not say. Some servers send the
 * largest number that they have for a token that never expires.
 *
 * @see RFC 6749 §5.1
 */
export const expiresInSchema = v.nullish(
  v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.trim(), v.regex(NUMBER, notSeconds))], notSeconds),
    v.transform((value) => (value === "" ? null : Math.min(Number(value), LONGEST_LIFETIME))),
  ),
);

/** When a token expires, ms since the epoch. */
export interface TokenExpiry {
  expiresAt: number;
  /** No server said so: from the profile's `assumedLifetime`, or 300 s. */
  isAssumed: boolean;
}

/** The expiry if the answer has no `expires_in`: from introspection if the client may ask, else assumed. */
export async function expiryOf(
  token: { accessToken: string; issuedAt: number },
  profile: Profile,
  clientSecret: string | undefined,
  context: CallContext,
): Promise<TokenExpiry> {
  const latest = token.issuedAt + LONGEST_LIFETIME * 1000;
  if (clientSecret !== undefined && clientSecret !== "") {
    const asked = await introspect(profile, token.accessToken, clientSecret, context);
    const { expiresAt = 0 } = asked.ok && asked.value.active ? asked.value : {};
    // Some servers send a duration or milliseconds here, which must be ignored.
    if (expiresAt > token.issuedAt && expiresAt < latest) return { expiresAt, isAssumed: false };
  }
  return { expiresAt: token.issuedAt + (profile.assumedLifetime ?? ASSUMED_LIFETIME) * 1000, isAssumed: true };
}
