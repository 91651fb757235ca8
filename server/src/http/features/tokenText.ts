import * as l10n from "@vscode/l10n";
import type { KnownToken } from "../facts/analysisContext.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A sentence with the token's profile and when it expires or expired. `now` in ms since the epoch. */
export function tokenText({ profile, expiresAt, isEndAssumed }: KnownToken, now: number): string {
  const left = expiresAt - now;
  if (isEndAssumed === true) {
    return left > 0
      ? l10n.t("Argus token of the profile “{0}”, live for about another {1}.", profile, span(left))
      : l10n.t("Argus token of the profile “{0}”, probably expired about {1} ago.", profile, span(-left));
  }
  return left > 0
    ? l10n.t("Argus token of the profile “{0}”, live for another {1}.", profile, span(left))
    : l10n.t("Argus token of the profile “{0}”, expired {1} ago.", profile, span(-left));
}

function span(ms: number): string {
  if (ms < MINUTE) return l10n.t("{0} s", Math.ceil(ms / SECOND));
  if (ms < HOUR) return l10n.t("{0} min", Math.floor(ms / MINUTE));
  return ms < DAY ? l10n.t("{0} h", Math.floor(ms / HOUR)) : l10n.t("{0} d", Math.floor(ms / DAY));
}
