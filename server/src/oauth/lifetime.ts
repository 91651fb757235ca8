import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { CallContext } from "./call.ts";
import { introspect } from "./introspection.ts";

/** Seconds. Beyond it, times leave the range of dates. */
const LONGEST_LIFETIME = 10 * 366 * 86_400;
/** Seconds: that of Argus' tokens as its OAuth guide has it. */
const ASSUMED_LIFETIME = 300;

const notSeconds = (): string => l10n.t("must be a number of seconds");

/** `expires_in` in seconds, as a number or as text; `null` and nothing where a server does not say. @see RFC 6749 §5.1 */
export const expiresInSchema = v.nullish(
  v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.trim(), v.regex(/^-?\d{1,15}(?:\.\d{1,9})?$/, notSeconds))], notSeconds),
    v.transform(Number),
    v.maxValue(LONGEST_LIFETIME, () => l10n.t("must not be longer than ten years")),
  ),
);

/** When a token ends, ms since the epoch. */
export interface TokenExpiry {
  expiresAt: number;
  /** No server said so: the profile's `assumedLifetime`, or 300 s. */
  isAssumed: boolean;
}

/** Where the answer has no `expires_in`: what introspection says, if the client may ask, else what the profile assumes. */
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
    // Some servers give a duration or milliseconds here: that is no end.
    if (expiresAt > token.issuedAt && expiresAt < latest) return { expiresAt, isAssumed: false };
  }
  return { expiresAt: token.issuedAt + (profile.assumedLifetime ?? ASSUMED_LIFETIME) * 1000, isAssumed: true };
}
