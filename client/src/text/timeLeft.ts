import * as l10n from "@vscode/l10n";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** When a token's end is near enough to be warned of, in ms. */
export const LAST_MINUTE = MINUTE;

/** Time left as people say it: whole minutes, and seconds in the last minute. `ms` is above 0. */
export function timeLeft(ms: number): string {
  return ms > MINUTE ? l10n.t("{0} min", Math.floor(ms / MINUTE)) : l10n.t("{0} s", Math.ceil(ms / SECOND));
}

/** In how many ms {@link timeLeft} says something else, so that nothing ticks in vain. */
export function untilNextText(ms: number): number {
  const unit = ms > MINUTE ? MINUTE : SECOND;
  return (ms % unit) + 1;
}

/** `14:22:04`, local time; `ms` since the epoch. */
export function clockTime(ms: number): string {
  const date = new Date(ms);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}
