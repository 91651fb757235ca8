import * as l10n from "@vscode/l10n";
import { clockTime, dayTime } from "../../../common/clock.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * How long before a token's expiry to warn, in ms: the last minute, or less for short-lived tokens, which would warn from
 * the start. Times are in ms since the epoch.
 */
export function warningTime({ issuedAt, expiresAt }: { issuedAt: number; expiresAt: number }): number {
  return Math.min(MINUTE, (expiresAt - issuedAt) / 5);
}

/** Time left in words: whole minutes, and seconds in the last minute. `ms` is above 0. */
export function timeLeft(ms: number): string {
  return ms > MINUTE ? l10n.t("{0} min", Math.floor(ms / MINUTE)) : l10n.t("{0} s", Math.ceil(ms / SECOND));
}

/** After how many ms {@link timeLeft} changes, to avoid needless updates. */
export function untilNextText(ms: number): number {
  const unit = ms > MINUTE ? MINUTE : SECOND;
  return (ms % unit) + 1;
}

/** A future time like {@link dayTime}; within the same minute, with seconds. */
export function endTime(ms: number, now: number): string {
  const isThisMinute = Math.floor(ms / MINUTE) === Math.floor(now / MINUTE);
  return isThisMinute ? clockTime(ms) : dayTime(ms, now);
}
