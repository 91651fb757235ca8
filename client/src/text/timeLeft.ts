import * as l10n from "@vscode/l10n";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** When to start warning of a token's expiry, in ms. */
export const LAST_MINUTE = MINUTE;

/** Time left in words: whole minutes, and seconds in the last minute. `ms` is above 0. */
export function timeLeft(ms: number): string {
  return ms > MINUTE ? l10n.t("{0} min", Math.floor(ms / MINUTE)) : l10n.t("{0} s", Math.ceil(ms / SECOND));
}

/** After how many ms {@link timeLeft} changes, to avoid needless updates. */
export function untilNextText(ms: number): number {
  const unit = ms > MINUTE ? MINUTE : SECOND;
  return (ms % unit) + 1;
}

/** `14:22:04`, local time; `ms` since the epoch. */
export function clockTime(ms: number): string {
  const date = new Date(ms);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}

/** `20:22` for today, else `2026-11-30 20:22`, local time. Both parameters are ms since the epoch. */
export function dayTime(ms: number, now: number): string {
  const time = clockTime(ms).slice(0, 5);
  const date = new Date(ms);
  if (date.toDateString() === new Date(now).toDateString()) return time;
  const pad = (part: number): string => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${time}`;
}

/** A future time like {@link dayTime}; within the same minute, with seconds. */
export function endTime(ms: number, now: number): string {
  const isThisMinute = Math.floor(ms / MINUTE) === Math.floor(now / MINUTE);
  return isThisMinute ? clockTime(ms) : dayTime(ms, now);
}
