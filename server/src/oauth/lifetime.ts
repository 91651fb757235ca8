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

/** `expires_in` in seconds, as a number or as text; `null` or absent if a server does not say. @see RFC 6749 §5.1 */
export const expiresInSchema = v.nullish(
  v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.trim(), v.regex(/^-?\d{1,15}(?:\.\d{1,9})?$/, notSeconds))], notSeconds),
    v.transform(Number),
    v.maxValue(LONGEST_LIFETIME, () => l10n.t("must not be longer than ten years")),
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
