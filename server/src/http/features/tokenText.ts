import type { KnownToken } from "../facts/knowledge.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Which profile's a token is, and how long it lives or is dead. `now` in ms since the epoch. */
export function tokenText({ profile, expiresAt }: KnownToken, now: number): string {
  const left = expiresAt - now;
  const state = left > 0 ? `live for another ${span(left)}` : `expired ${span(-left)} ago`;
  return `Argus token of the profile “${profile}”, ${state}.`;
}

function span(ms: number): string {
  if (ms < MINUTE) return `${Math.ceil(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  return ms < DAY ? `${Math.floor(ms / HOUR)} h` : `${Math.floor(ms / DAY)} d`;
}
