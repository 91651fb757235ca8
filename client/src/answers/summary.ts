import * as l10n from "@vscode/l10n";
import type { Claims, IntrospectValue } from "../../../common/protocol/requests.ts";
import { clockTime } from "../text/timeLeft.ts";

/** A difference between the clocks that is worth telling, in ms. */
const NOTABLE_SKEW = 5_000;
/** How many groups are named. */
const MOST_GROUPS = 3;
/** How many UTF-16 units of an answer are shown behind its line. */
const MOST_SHOWN = 120;

/**
 * `active · openid profile · myUserName · until 14:22:04`, or why not.
 *
 * @param why it is not active, as far as it is known: what follows on “this token”
 * @param differences from what was known of it, if it is active
 */
export function introspectionSummary(
  value: Omit<IntrospectValue, "claims">,
  { why, differences = [] }: { why?: string | undefined; differences?: readonly string[] } = {},
): string {
  const { active, expiresAt, scope, username, clockSkewMs } = value;
  const skewed = clockSkewMs === undefined || Math.abs(clockSkewMs) <= NOTABLE_SKEW ? undefined : skew(clockSkewMs);
  if (!active) return join([inactive(why), skewed]);
  return join([
    l10n.t("active"),
    differences.length === 0 ? undefined : l10n.t("differs from what was held: {0}", differences.join(", ")),
    scope,
    username,
    expiresAt === undefined ? undefined : l10n.t("until {0}", clockTime(expiresAt)),
    skewed,
  ]);
}

function inactive(why: string | undefined): string {
  return why === undefined
    ? l10n.t("not active: expired, revoked, or made for another client or IP address")
    : l10n.t("not active: this token {0}", why);
}

/** `myUserName · My User · me@example.com · admins, users, guests +2 · Customer · from 192.0.2.1`, as far as the scope allows. */
export function userinfoSummary(claims: Claims): string {
  const text = (name: string): string | undefined => {
    const value = claims[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
  const groups = claims["groups"];
  const ip = text("client_ip");
  const summary = join([
    text("username") ?? text("sub"),
    text("name"),
    // What decides what somebody may do comes before what an editor's edge may cut off.
    Array.isArray(groups) ? groupNames(groups) : undefined,
    text("customer_name") ?? text("customer_shortname"),
    text("email"),
    ip === undefined ? undefined : l10n.t("from {0}", ip),
  ]);
  return summary === "" ? l10n.t("known, but its scope shows no claims") : summary;
}

/** The first names; an administrator can be in dozens. */
function groupNames(groups: unknown[]): string {
  const names = groups.filter((group) => typeof group === "string");
  const more = groups.length - Math.min(names.length, MOST_GROUPS);
  return [
    ...(names.length === 0 ? [] : [names.slice(0, MOST_GROUPS).join(", ")]),
    ...(more > 0 ? [`+${more}`] : []),
  ].join(" ");
}

function skew(ms: number): string {
  const seconds = Math.abs(ms) / 1000;
  return ms > 0 ? l10n.t("Argus' clock is {0} s ahead", seconds) : l10n.t("Argus' clock is {0} s behind", seconds);
}

/** What an answer says goes on one line. */
function join(parts: (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined && part !== "")
    .map((part) => part?.replace(/\s+/g, " "))
    .join(" · ");
}

/** What fits behind a line; the hover has all of it. */
export function cut(summary: string): string {
  if (summary.length <= MOST_SHOWN) return summary;
  // Not half of a character.
  const start = summary.slice(0, MOST_SHOWN - 1).replace(/[\uD800-\uDBFF]$/, "");
  return `${start.trimEnd()}…`;
}
