/** Parts of which the table of failures makes its sentences. */
import * as l10n from "@vscode/l10n";
import { oneLine as unbroken } from "../network.ts";
import type { CallName, Facts } from "./facts.ts";

const CALLS: Readonly<Record<CallName, () => string>> = {
  token: () => l10n.t("the token call"),
  introspection: () => l10n.t("the introspection"),
  userinfo: () => l10n.t("the userinfo call"),
  discovery: () => l10n.t("the discovery call"),
};

/** In UTF-16 code units: what fits in a notification. */
const LONGEST_QUOTE = 300;

/** How many names of a certificate are told. */
const MOST_NAMES = 5;

export function theCall({ call }: Facts): string {
  return call === undefined ? l10n.t("the call") : CALLS[call]();
}

export function theHost({ host }: Facts): string {
  return host ?? l10n.t("the server");
}

/** The host where a sentence begins; a host name stays as it is. */
export function atFirst({ host }: Facts): string {
  return host ?? l10n.t("The server");
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What others say goes into a sentence, and perhaps into a terminal: no line breaks, no control characters, not long. */
export function oneLine(text: string): string {
  const line = unbroken(text);
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE).toWellFormed()}…` : line;
}

/** What the server says, as the end of a sentence that we close ourselves; without it, our own words or nothing. */
export function because({ says }: Facts, otherwise?: string): string {
  if (says !== undefined && says !== "") return `: ${quoted(says)}`;
  return otherwise === undefined ? "" : `: ${otherwise}`;
}

export function quoted(text: string): string {
  return l10n.t("“{0}”", text.replace(/[.\s]+$/, ""));
}

/** With its title, where it has one. */
export function aPage(title: string | undefined): string {
  return title === undefined || title === "" ? l10n.t("a web page") : l10n.t("a web page titled {0}", quoted(title));
}

/** The status in brackets, where there is one. */
export function http({ status }: Facts): string {
  return status === undefined ? "" : ` (HTTP ${status})`;
}

/** A system's error code in brackets: for those who look it up. Anything else is not told. */
export function coded(reason: string | undefined): string {
  return reason !== undefined && /^[A-Z][A-Z0-9_]{1,60}$/.test(reason) ? ` (${reason})` : "";
}

/** When another try makes sense. */
export function later({ retryAfterMs }: Facts): string {
  if (retryAfterMs === undefined) return l10n.t("Try again later.");
  const seconds = Math.ceil(retryAfterMs / 1000);
  if (seconds === 0) return l10n.t("Try again.");
  return seconds < 120
    ? l10n.t("Try again in {0} s.", seconds)
    : l10n.t("Try again in {0} min.", Math.ceil(seconds / 60));
}

/** `a, b, c` or `a, b, c and 4 more`. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => oneLine(name));
  const rest = names.length - shown.length;
  return rest > 0 ? l10n.t("{0} and {1} more", shown.join(", "), rest) : shown.join(", ");
}

/** How far this machine's clock is off, if it is worth a word: a clause, without its end. */
export function clockOff({ clockSkewMs }: Facts): string | undefined {
  if (clockSkewMs === undefined || Math.abs(clockSkewMs) <= 5000) return undefined;
  const seconds = Math.round(Math.abs(clockSkewMs) / 1000);
  return clockSkewMs > 0
    ? l10n.t("this machine's clock is {0} s behind that of Argus", seconds)
    : l10n.t("this machine's clock is {0} s ahead of that of Argus", seconds);
}
