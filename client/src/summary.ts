import type { Claims, IntrospectValue } from "../../server/src/protocol.ts";
import { clockTime } from "./timeLeft.ts";

/** A difference between the clocks that is worth telling, in ms. */
const NOTABLE_SKEW = 5_000;

/** `expiresAt` may come from elsewhere. */
type Summarised = Omit<IntrospectValue, "expiresAt" | "claims"> & { expiresAt?: number | undefined };

/** `active · openid profile · myUserName · until 14:22:04`, or why not. `now` is ms since the epoch. */
export function introspectionSummary(value: Summarised, now: number): string {
  const { active, expiresAt, scope, username, clockSkewMs } = value;
  if (!active) {
    return expiresAt !== undefined && expiresAt <= now
      ? `not active: expired at ${clockTime(expiresAt)}`
      : "not active: expired, revoked, or made for another client or IP address";
  }
  return join([
    "active",
    scope,
    username,
    expiresAt === undefined ? undefined : `until ${clockTime(expiresAt)}`,
    clockSkewMs === undefined || Math.abs(clockSkewMs) <= NOTABLE_SKEW ? undefined : skew(clockSkewMs),
  ]);
}

/** `myUserName · My User · me@example.com · 3 groups · Customer · from 192.0.2.1`, as far as the scope allows. */
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
    Array.isArray(groups) ? `${groups.length} ${groups.length === 1 ? "group" : "groups"}` : undefined,
    text("customer_name") ?? text("customer_shortname"),
    ip === undefined ? undefined : `from ${ip}`,
  ]);
  return summary === "" ? "known, but its scope shows no claims" : summary;
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
