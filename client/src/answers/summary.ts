import * as l10n from "@vscode/l10n";
import type { Claims, IntrospectValue } from "../../../common/protocol/requests.ts";
import { canonicalAddress } from "../../../common/addresses.ts";
import { scopesOf } from "../../../common/scopes.ts";
import type { ResultKind } from "./resultHover.ts";
import { dayTime, endTime } from "../text/timeLeft.ts";
import { plainText } from "../text/plainText.ts";

/** A difference between the clocks that is worth telling, in ms. */
const NOTABLE_SKEW = 5_000;
/** How many groups are named. */
const MOST_GROUPS = 3;
/** How many scopes are named. */
const MOST_SCOPES = 2;
/** Tokens end sooner than in a year, in ms. */
const YEAR = 365 * 24 * 60 * 60 * 1000;
/** How many UTF-16 units of an answer are shown behind its line. */
const MOST_SHOWN = 120;

/** What is said of an answer beside the answer itself. */
interface SummaryContext {
  /** ms since the epoch */
  now: number;
  /** Why the token is not active, as far as it is known: what follows on “this token”. */
  why?: string | undefined;
  /** From what was known of it, if it is active. */
  differences?: readonly string[];
}

/** `active · until 20:22 · myUserName · 6 scopes`, or why not. */
export function introspectionSummary(
  value: Omit<IntrospectValue, "claims">,
  { now, why, differences = [] }: SummaryContext,
): string {
  const { active, expiresAt, scope, username, reason, clockSkewMs } = value;
  const skewed = clockSkewMs === undefined || Math.abs(clockSkewMs) <= NOTABLE_SKEW ? undefined : skew(clockSkewMs);
  if (!active) {
    const quoted = reason === undefined ? undefined : l10n.t("Argus says “{0}”", reason);
    return join([inactive(why), quoted, skewed]);
  }
  return join([
    l10n.t("active"),
    differences.length === 0 ? undefined : l10n.t("not as expected: {0}", differences.join(", ")),
    expiresAt === undefined ? undefined : (oddEnd(expiresAt, now) ?? l10n.t("until {0}", endTime(expiresAt, now))),
    username,
    scope === undefined ? undefined : scopesText(scope),
    skewed,
  ]);
}

/**
 * What is wrong with the end that Argus tells of an active token.
 *
 * @param expiresAt ms since the epoch
 * @see RFC 7662 §2.2: `exp` is in seconds
 */
export function oddEnd(expiresAt: number, now: number): string | undefined {
  if (Math.abs(expiresAt / 1000 - now) < YEAR) return l10n.t("odd end: exp is in milliseconds, not in seconds");
  if (expiresAt < now - NOTABLE_SKEW) return l10n.t("odd end: {0}, in the past", dayTime(expiresAt, now));
  if (expiresAt > now + YEAR) return l10n.t("odd end: {0}, years away", dayTime(expiresAt, now));
  return undefined;
}

function scopesText(scope: string): string {
  const scopes = scopesOf(scope);
  return scopes.length > MOST_SCOPES ? l10n.t("{0} scopes", scopes.length) : scopes.join(" ");
}

function inactive(why: string | undefined): string {
  return why === undefined
    ? l10n.t("not active: expired, revoked, or made for another client or IP address")
    : l10n.t("not active: this token {0}", why);
}

/**
 * `myUserName · My User · admins, users, guests +2 · Customer · me@example.com · from 192.0.2.1`, as far as the scope
 * allows. An address that another one is sent for comes first: Argus refuses what comes from elsewhere.
 *
 * @param forwardedFor the origin IP that is sent
 */
export function userinfoSummary(claims: Claims, forwardedFor?: string): string {
  const text = (name: string): string | undefined => {
    const value = claims[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
  const groups = claims["groups"] ?? listIn(claims["groupstring"]);
  const ip = text("client_ip");
  const isOther =
    ip !== undefined && forwardedFor !== undefined && canonicalAddress(ip) !== canonicalAddress(forwardedFor);
  const summary = join([
    isOther ? l10n.t("bound to {0}, but {1} is sent", ip, forwardedFor) : undefined,
    text("username") ?? text("sub"),
    text("name"),
    // What decides what somebody may do comes before what an editor's edge may cut off.
    Array.isArray(groups) ? groupNames(groups) : undefined,
    text("customer_name") ?? text("customer_shortname"),
    text("email"),
    ip === undefined || isOther ? undefined : l10n.t("from {0}", ip),
  ]);
  return summary === "" ? l10n.t("known, but its scope shows no claims") : summary;
}

/** The scope `groupstring` gives the groups as a JSON array in a text. */
function listIn(text: unknown): unknown {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
    .map((part) => part && plainText(part.replace(/\s+/g, " ")))
    .join(" · ");
}

/** What is said of an answer that no longer describes its request. @param checkedAt ms since the epoch */
export function pastSummary(kind: ResultKind, active: boolean, checkedAt: number, now: number): string {
  const time = dayTime(checkedAt, now);
  if (kind === "userinfo") return l10n.t("userinfo of {0}, out of date", time);
  return active ? l10n.t("was active, checked {0}", time) : l10n.t("was not active, checked {0}", time);
}

/** What fits behind a line; the hover has all of it. */
export function cut(summary: string): string {
  if (summary.length <= MOST_SHOWN) return summary;
  // Not half of a character.
  const start = summary.slice(0, MOST_SHOWN - 1).replace(/[\uD800-\uDBFF]$/, "");
  return `${start.trimEnd()}…`;
}
