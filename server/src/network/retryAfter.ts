import type { HttpAnswer } from "./types.ts";

/** How long an answer asks to wait, in ms; accepts both forms, seconds and a date. @see RFC 9110 §10.2.3 */
export function retryAfter(answer: HttpAnswer): number | undefined {
  const value = answer.header("retry-after");
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  if (Number.isNaN(date)) return undefined;
  // The date is by the server's clock, which may differ from the local one.
  const sentAt = Date.parse(answer.header("date") ?? "");
  return Math.max(0, date - (Number.isNaN(sentAt) ? answer.receivedAt : sentAt));
}
