/**
 * Building blocks shared by failure sentences. Each function returns a whole sentence, or a name to insert into one.
 */
import * as l10n from "@vscode/l10n";
import { oneLine } from "../../network/page.ts";
import { conjunction } from "../../../../common/list.ts";
import { withoutTrailing } from "../../../../common/withoutTrailing.ts";
import { sentences } from "../../../../common/sentences.ts";
import type { Facts, Text } from "./row.ts";

/** In UTF-16 units; fits into a notification. */
const LONGEST_QUOTE = 300;

/** How many names of a certificate to list. */
const MOST_NAMES = 5;

/** Host and port. */
export function theHost({ host }: Facts): string {
  return host ?? l10n.t("The server");
}

/**
 * Foreign text ends up in a sentence, and perhaps in a terminal: no line breaks, no control characters, limited length.
 */
export function shortLine(text: string): string {
  const line = oneLine(text);
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE).toWellFormed()}…` : line;
}

/** For use within our quotation marks. */
export function quotable(text: string): string {
  return withoutTrailing(shortLine(text), /[.\s]/);
}

/** Appends the server's answer to a sentence. */
export const withAnswer =
  (text: Text): Text =>
  (facts) =>
    sentences(text(facts), answerOf(facts));

interface Answer {
  status?: number | undefined;
  outerStatus?: number | undefined;
  says?: string | undefined;
  page?: string | undefined;
}

/** The server's answer, in its own words if it has any. */
export function answerOf(answer: Answer): string {
  const { says = "", page } = answer;
  const status = answer.outerStatus ?? answer.status;
  const quote = quotable(page ?? says);
  if (page !== undefined) {
    return quote === ""
      ? l10n.t("Answer: a web page (HTTP {0}).", status ?? 0)
      : l10n.t("Answer: a web page titled “{0}” (HTTP {1}).", quote, status ?? 0);
  }
  if (status === undefined) return quote === "" ? "" : l10n.t("Answer: “{0}”.", quote);
  return quote === ""
    ? l10n.t("The answer gave no reason (HTTP {0}).", status)
    : l10n.t("Answer: “{0}” (HTTP {1}).", quote, status);
}

/** A system error code, for people who look it up. Anything else is not shown. OpenSSL has a slash in some. */
export function errorCodeOf({ reason }: Facts): string {
  return reason !== undefined && /^[A-Z][A-Z0-9_/]{1,60}$/.test(reason) ? reason : l10n.t("no error code");
}

/** A longer wait is not shown in minutes: it is probably the server's mistake. */
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/** When another try makes sense. */
export function tryAgain({ retryAfterMs }: Facts): string {
  if (retryAfterMs === undefined || retryAfterMs > LONGEST_WAIT_MS) return l10n.t("Try again later.");
  const seconds = Math.ceil(retryAfterMs / 1000);
  if (seconds === 0) return l10n.t("Try again.");
  return seconds < 120
    ? l10n.t("Try again in {0} s.", seconds)
    : l10n.t("Try again in {0} min.", Math.ceil(seconds / 60));
}

/** The first names of a certificate, and how many more there are. */
export function names(all: readonly string[]): string {
  const shown = all.slice(0, MOST_NAMES).map((name) => shortLine(name));
  const rest = all.length - shown.length;
  return conjunction(rest > 0 ? [...shown, l10n.t("{0} more", rest)] : shown);
}

/** How far this machine's clock is off, if that matters. */
export function clockOff({ clockSkewMs }: Facts): string | undefined {
  if (clockSkewMs === undefined || Math.abs(clockSkewMs) <= 5000) return undefined;
  const seconds = Math.round(Math.abs(clockSkewMs) / 1000);
  return clockSkewMs > 0
    ? l10n.t("This machine's clock is {0} s behind Argus' clock.", seconds)
    : l10n.t("This machine's clock is {0} s ahead of Argus' clock.", seconds);
}

/** Discovery asks the URL that a person chooses: not the profile, but the choice may be wrong. */
export const orAskAnother =
  (hint: Text): Text =>
  (facts) =>
    facts.call === "discovery"
      ? l10n.t("Try another URL, or enter the endpoints in the setting argus.profiles.")
      : hint(facts);
