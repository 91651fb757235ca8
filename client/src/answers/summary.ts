import * as l10n from "@vscode/l10n";
import type { Claims, IntrospectValue } from "../../../common/protocol/requests.ts";
import { canonicalAddress } from "../../../common/addresses.ts";
import { scopesOf } from "../../../common/scopes.ts";
import type { Subject, TokenLocation } from "./answerValidity.ts";
import type { ResultKind } from "./resultHover.ts";
import { dayTime } from "../../../common/clock.ts";
import { endTime } from "../text/timeLeft.ts";
import { plainText } from "../../../common/plainText.ts";

/** The smallest clock difference worth mentioning, in ms. */
const NOTABLE_SKEW = 5_000;
const MOST_GROUPS = 3;
/** In ms; a smaller `exp` is a duration: as a time, it would be years before Argus existed. */
const LONGEST_DURATION = 20 * 365 * 24 * 60 * 60 * 1000;
/** The range of dates, in ms. */
const LATEST_DATE = 8.64e15;
/** In ms; no token lives this long. */
const YEAR = 365 * 24 * 60 * 60 * 1000;
/** The longest text after a line, in UTF-16 units. */
const MOST_SHOWN = 120;
/** Columns of a line and its answer that can be seen in a window of 1280 px with the Explorer and the minimap. */
const COLUMNS = 85;
/** The least that an answer needs beside its line, in UTF-16 units: `not in this request · not active · …`. */
const LEAST_ROOM = 36;
const SEPARATOR = " · ";

/** Context that the answer itself does not contain. */
interface SummaryContext {
  /** ms since the epoch */
  now: number;
  /** Why the token is not active, if known: continues “this token”. */
  why?: string | undefined;
  /** Differences from known facts, if it is active. */
  differences?: readonly string[];
}

/** `active · until 20:22 · myUserName · 6 scopes`, or why it is not active. */
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
 * What is odd about the expiry that Argus returns for an active token.
 *
 * @param expiresAt ms since the epoch
 * @see RFC 7662 §2.2: `exp` is in seconds
 */
export function oddEnd(expiresAt: number, now: number): string | undefined {
  if (!(Math.abs(expiresAt) <= LATEST_DATE)) return l10n.t("odd expiry: exp is not a time");
  if (expiresAt < LONGEST_DURATION) return l10n.t("odd expiry: exp is a duration or a time in 1970, not in the future");
  if (Math.abs(expiresAt / 1000 - now) < YEAR) return l10n.t("odd expiry: exp is in milliseconds, not in seconds");
  if (expiresAt < now - NOTABLE_SKEW) return l10n.t("odd expiry: {0}, in the past", dayTime(expiresAt, now));
  if (expiresAt > now + YEAR) return l10n.t("odd expiry: {0}, years away", dayTime(expiresAt, now));
  return undefined;
}

function scopesText(scope: string): string {
  const scopes = scopesOf(scope);
  return scopes.length > 1 ? l10n.t("{0} scopes", scopes.length) : scope.trim();
}

function inactive(why: string | undefined): string {
  return why === undefined
    ? l10n.t("not active: expired, revoked, or made for another client or IP address")
    : l10n.t("not active: this token {0}", why);
}

/**
 * `myUserName · My User · admins, users, guests +2 · Customer · me@example.com · from 192.0.2.1`, as far as the scope
 * allows. The address comes first if requests are sent with another one, because Argus refuses those.
 *
 * @param forwardedFor the origin IP that is sent
 */
export function userinfoSummary(claims: Claims, forwardedFor?: string): string {
  const text = (name: string): string | undefined => {
    const value = claims[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
  const groups = [claims["groups"], claims["groupstring"]].map(listIn).find((list) => list.length > 0);
  const ip = text("client_ip");
  const isOther =
    ip !== undefined && forwardedFor !== undefined && canonicalAddress(ip) !== canonicalAddress(forwardedFor);
  const summary = join([
    isOther ? l10n.t("bound to {0}, but {1} is sent", ip, forwardedFor) : undefined,
    text("username") ?? text("sub"),
    text("name"),
    // Groups decide what the user may do, so they come before parts that the edge of the editor may cut off.
    groups && groupNames(groups),
    text("customer_name") ?? text("customer_shortname"),
    text("email"),
    ip === undefined || isOther ? undefined : l10n.t("from {0}", ip),
  ]);
  return summary === "" ? l10n.t("accepted, but its scope returns no claims") : summary;
}

/** A list, or a JSON array in a string, as the scope `groupstring` returns the groups. */
function listIn(value: unknown): unknown[] {
  try {
    const list: unknown = typeof value === "string" ? JSON.parse(value) : value;
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/** Only the first names, because an administrator can be in dozens of groups. */
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

/** Joins the parts on one line. */
function join(parts: (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined && part !== "")
    .map((part) => part && plainText(part.replace(/\s+/g, " ")))
    .join(SEPARATOR);
}

/** The summary of an outdated answer. */
export function pastSummary(
  kind: ResultKind,
  { active, checkedAt }: Pick<Subject, "active" | "checkedAt">,
  now: number,
): string {
  const time = dayTime(checkedAt, now);
  if (kind === "userinfo") return l10n.t("userinfo of {0}, out of date", time);
  return active ? l10n.t("was active, checked {0}", time) : l10n.t("was not active, checked {0}", time);
}

/** Says so where the request does not carry the token that the answer is about. */
export function located(summary: string, location: TokenLocation): string {
  return location === "session" ? `${l10n.t("profile's token, not in this request")}${SEPARATOR}${summary}` : summary;
}

/**
 * The text of an answer after its line: shortened to whole parts and, where possible, to what is in sight, but always with
 * the verdict. The hover shows all of it.
 *
 * @param length of the line, in UTF-16 units
 */
export function shownSummary(summary: string, location: TokenLocation, length: number): string {
  const prefix = location === "session" ? [l10n.t("not in this request")] : [];
  const parts = [...prefix, ...summary.split(SEPARATOR)];
  const room = Math.max(LEAST_ROOM, COLUMNS - length);
  const texts: string[] = [];
  for (let count = parts.length; count > prefix.length; count -= 1) {
    const before = parts.slice(0, count - 1);
    const last = parts[count - 1] ?? "";
    texts.push([...before, last, ...(count < parts.length ? ["…"] : [])].join(SEPARATOR));
    // `not as expected` says enough without what was expected.
    const [head = ""] = last.split(": ");
    if (head !== last) texts.push([...before, head, "…"].join(SEPARATOR));
  }
  const shown = texts.find((text) => text.length <= room) ?? texts.at(-1) ?? "";
  if (shown.length <= MOST_SHOWN) return shown;
  // Avoids splitting a surrogate pair.
  const start = shown.slice(0, MOST_SHOWN - 1).replace(/[\uD800-\uDBFF]$/, "");
  return `${start.trimEnd()}…`;
}
