import type { HttpAnswer } from "./types.ts";

/** In seconds; stays a time that can be shown. */
const LONGEST = 1e9;

/** How long an answer asks to wait, in ms; accepts both forms, seconds and a date. @see RFC 9110 §10.2.3 */
export function retryAfter(answer: HttpAnswer): number | undefined {
  const value = answer.header("retry-after");
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Math.min(Number(value), LONGEST) * 1000;
  // `Date` reads dates from texts such as “-1” too.
  if (!/\d:\d\d:\d\d/.test(value)) return undefined;
  // The form of asctime has no zone, but all are in UTC (RFC 9110 §5.6.7).
  const date = Date.parse(/(?:[A-Z]|[-+]\d\d:?\d\d)$/i.test(value) ? value : `${value} GMT`);
  if (Number.isNaN(date)) return undefined;
  // The date is by the server's clock, which may differ from the local one.
  const sentAt = Date.parse(answer.header("date") ?? "");
  return Math.max(0, date - (Number.isNaN(sentAt) ? answer.receivedAt : sentAt));
}
