/** `14:22:04`, local time; `ms` since the epoch. */
export function clockTime(ms: number): string {
  const date = new Date(ms);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}

/** `20:22:04` if that is today, else `2026-11-30 20:22`, local time. Both parameters are ms since the epoch. */
export function exactTime(ms: number, now: number): string {
  return isSameDay(ms, now) ? clockTime(ms) : dayTime(ms, now);
}

/** `20:22` if that is today, else `2026-11-30 20:22`, local time. Both parameters are ms since the epoch. */
export function dayTime(ms: number, now: number): string {
  const time = clockTime(ms).slice(0, 5);
  if (isSameDay(ms, now)) return time;
  const date = new Date(ms);
  const pad = (part: number): string => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${time}`;
}

function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}
