import * as l10n from "@vscode/l10n";
import type { IntrospectValue } from "../../../common/protocol/requests.ts";
import { scopesOf } from "../../../common/scopes.ts";
import type { KnownToken } from "../session/provenance.ts";
import { exactTime } from "../../../common/clock.ts";

/** By how much expiry times may differ, in ms: one of them is in whole seconds. */
const EXPIRY_TOLERANCE = 5_000;

/**
 * Facts about a token that differ from Argus' answer; facts that either side lacks are not compared.
 *
 * @see RFC 7662 §2.2
 */
export function differences(
  known: KnownToken | undefined,
  { scope, expiresAt, username, claims }: IntrospectValue,
  now: number,
): string[] {
  if (known === undefined) return [];
  const clientId = claims["client_id"];
  const isOther = <T>(held: T | undefined, answered: T | undefined, isSame: (one: T, other: T) => boolean): held is T =>
    held !== undefined && answered !== undefined && !isSame(held, answered);
  return [
    isOther(known.scope, scope, sameScopes) ? l10n.t("scope {0}", known.scope) : undefined,
    isOther(
      known.isEndAssumed === true ? undefined : known.expiresAt,
      expiresAt,
      (one, other) => Math.abs(one - other) <= EXPIRY_TOLERANCE,
    )
      ? l10n.t("until {0}", exactTime(known.expiresAt, now))
      : undefined,
    typeof clientId === "string" && isOther(known.clientId, clientId, Object.is)
      ? l10n.t("client {0}", known.clientId)
      : undefined,
    isOther(known.username, username, Object.is) ? l10n.t("user {0}", known.username) : undefined,
  ].filter((difference) => difference !== undefined);
}

/** The order of scopes has no meaning (RFC 6749 §3.3). */
function sameScopes(one: string, other: string): boolean {
  const [held, answered] = [scopesOf(one), scopesOf(other)];
  return held.length === answered.length && held.every((scope) => answered.includes(scope));
}
