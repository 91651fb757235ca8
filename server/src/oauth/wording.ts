/** Parts of which the table of failures makes its sentences. */
import { oneLine as unbroken } from "../network.ts";
import type { CallName, Facts } from "./facts.ts";

const CALLS: Readonly<Record<CallName, string>> = {
  token: "the token call",
  introspection: "the introspection",
  userinfo: "the userinfo call",
  discovery: "the discovery call",
};

/** In UTF-16 code units: what fits in a notification. */
const LONGEST_QUOTE = 300;

/** How many names of a certificate are told. */
const MOST_NAMES = 5;

export function theCall({ call }: Facts): string {
  return call === undefined ? "the call" : CALLS[call];
}

export function theHost({ host }: Facts): string {
  return host ?? "the server";
}

/** The host where a sentence begins; a host name stays as it is. */
export function atFirst({ host }: Facts): string {
  return host ?? "The server";
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
  return `“${text.replace(/[.\s]+$/, "")}”`;
}

export function titled(title: string | undefined): string {
  return title === undefined || title === "" ? "" : ` titled ${quoted(title)}`;
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
  if (retryAfterMs === undefined) return "Try again later.";
  const seconds = Math.ceil(retryAfterMs / 1000);
  if (seconds === 0) return "Try again.";
  return seconds < 120 ? `Try again in ${seconds} s.` : `Try again in ${Math.ceil(seconds / 60)} min.`;
}

/** `a, b, c` or `a, b, c and 4 more`. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => oneLine(name));
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

/** How far this machine's clock is off, if it is worth a word. */
export function clockOff({ clockSkewMs }: Facts): string | undefined {
  if (clockSkewMs === undefined || Math.abs(clockSkewMs) <= 5000) return undefined;
  const seconds = Math.round(Math.abs(clockSkewMs) / 1000);
  return `this machine's clock is ${seconds} s ${clockSkewMs > 0 ? "behind" : "ahead of"} that of Argus`;
}
