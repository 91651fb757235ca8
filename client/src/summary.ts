import type { Claims, IntrospectValue } from "../../server/src/protocol.ts";
import { clockTime } from "./timeLeft.ts";

/** A difference between the clocks that is worth telling, in ms. */
const NOTABLE_SKEW = 5_000;
/** How many groups are named. */
const MOST_GROUPS = 3;

/**
 * `active · openid profile · myUserName · until 14:22:04`, or why not.
 *
 * @param why it is not active, as far as it is known: what follows on “this token”
 */
export function introspectionSummary(value: Omit<IntrospectValue, "claims">, why?: string): string {
  const { active, expiresAt, scope, username, clockSkewMs } = value;
  const skewed = clockSkewMs === undefined || Math.abs(clockSkewMs) <= NOTABLE_SKEW ? undefined : skew(clockSkewMs);
  if (!active) return join([`not active: ${reason(why)}`, skewed]);
  return join([
    "active",
    scope,
    username,
    expiresAt === undefined ? undefined : `until ${clockTime(expiresAt)}`,
    skewed,
  ]);
}

function reason(why: string | undefined): string {
  if (why === undefined) return "expired, revoked, or made for another client or IP address";
  return why.startsWith("expired") ? why : `this token ${why}`;
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
    text("email"),
    Array.isArray(groups) ? groupNames(groups) : undefined,
    text("customer_name") ?? text("customer_shortname"),
    ip === undefined ? undefined : `from ${ip}`,
  ]);
  return summary === "" ? "known, but its scope shows no claims" : summary;
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
  return `Argus' clock is ${Math.abs(ms) / 1000} s ${ms > 0 ? "ahead" : "behind"}`;
}

/** What an answer says goes on one line. */
function join(parts: (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined && part !== "")
    .map((part) => part?.replace(/\s+/g, " "))
    .join(" · ");
}
