/** What a request's first lens says about its token. */
import * as l10n from "@vscode/l10n";
import { dayTime } from "../clock.ts";
import { plainLabel, shortName } from "../plainText.ts";

/** What a request carries, and the profile that it is for. */
export type LensState =
  /** No Argus token: nothing, or credentials that are not ours. */
  | { kind: "none"; profile?: string }
  /** A token that is known; `expiresAt` in ms since the epoch, and assumed if no server named it. */
  | { kind: "live"; profile: string; expiresAt: number; isEndAssumed?: boolean }
  | { kind: "expired"; profile: string; isEndAssumed?: boolean }
  /** A directive names a profile that the settings do not have. */
  | { kind: "unknownProfile"; profile: string }
  /** A known token of another profile, or a reference to the environment variable with its token. */
  | { kind: "otherProfile"; profile: string; owner: string; isReference?: boolean }
  /** A reference that resolves to a token, as far as is known. */
  | { kind: "environment" | "variable"; profile?: string }
  /** A reference to the token of a profile that has none. */
  | { kind: "noToken"; profile: string }
  /** A reference to the environment while `argus.environmentVariables` is off. */
  | { kind: "off"; profile?: string };

/** Does it call for action? */
export function isWarning({ kind }: LensState): boolean {
  return (
    kind === "unknownProfile" || kind === "expired" || kind === "otherProfile" || kind === "noToken" || kind === "off"
  );
}

/** The title of the first lens in the full row, which says what a click does. @param now ms since the epoch */
export function lensTitle(state: LensState, now: number): string {
  const { kind, profile } = state;
  if (profile === undefined) return kind === "none" ? l10n.t("Insert Argus Token") : stateText(state, now);
  const name = label(profile);
  switch (kind) {
    case "none":
      return l10n.t("{0} · Insert token", name);
    case "expired":
      return state.isEndAssumed === true
        ? l10n.t("{0} · probably expired – renew", name)
        : l10n.t("{0} · expired – renew", name);
    case "otherProfile":
      return l10n.t("{0} · token of {1} – replace", name, label(state.owner));
    case "noToken":
      return l10n.t("{0} · no token – get one", name);
    case "off":
      return l10n.t("{0} · variable is off – turn on", name);
    case "unknownProfile":
    case "live":
    case "environment":
    case "variable":
      return stateText(state, now);
  }
}

/** The title of the single lens in the compact row. @param now ms since the epoch */
export function compactTitle(state: LensState, now: number): string {
  return state.profile === undefined && state.kind === "none" ? l10n.t("Argus Token…") : stateText(state, now);
}

/** The state alone. It names no remaining time: a title that counts down would make the row jump. */
function stateText(state: LensState, now: number): string {
  const name = state.profile === undefined ? "Argus" : label(state.profile);
  switch (state.kind) {
    case "none":
      return l10n.t("{0} · no known token in this request", name);
    case "unknownProfile":
      return l10n.t("{0} · no such profile", name);
    case "live":
      return state.isEndAssumed === true
        ? l10n.t("{0} · live until about {1}", name, dayTime(state.expiresAt, now))
        : l10n.t("{0} · live until {1}", name, dayTime(state.expiresAt, now));
    case "expired":
      return state.isEndAssumed === true ? l10n.t("{0} · probably expired", name) : l10n.t("{0} · expired", name);
    case "otherProfile":
      return l10n.t("{0} · token of {1}", name, label(state.owner));
    case "environment":
      return l10n.t("{0} · from the environment", name);
    case "variable":
      return l10n.t("{0} · from a variable", name);
    case "noToken":
      return l10n.t("{0} · no token", name);
    case "off":
      return l10n.t("{0} · variable is off", name);
  }
}

function label(profile: string): string {
  return plainLabel(shortName(profile));
}
