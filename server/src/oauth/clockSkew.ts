import type { HttpAnswer } from "../network.ts";

/**
 * The server's clock minus the local one, in whole seconds as ms, by the answer's `Date` (RFC 9110 §6.6.1). That
 * header is cut to a second, so what lies within one second is no skew.
 *
 * @param sentAt when the call began, ms since the epoch
 */
export function clockSkew(answer: HttpAnswer, sentAt: number): number | undefined {
  const date = Date.parse(answer.header("date") ?? "");
  if (Number.isNaN(date)) return undefined;
  const localTime = (sentAt + answer.receivedAt) / 2;
  const seconds = Math.round((date + 500 - localTime) / 1000);
  return Math.abs(seconds) <= 1 ? 0 : seconds * 1000;
}
