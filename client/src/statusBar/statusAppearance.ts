import * as l10n from "@vscode/l10n";
import { shortName } from "../../../common/plainText.ts";
import type { ClientError } from "../failures/failure.ts";
import { timeLeft, untilNextText, warningTime } from "../text/timeLeft.ts";
import type { RefreshState } from "../tokens/autoRefresh.ts";
import type { TooltipFacts } from "./statusTooltip.ts";

/** The content of the status bar item. */
export interface StatusAppearance {
  icon: string;
  text: string;
  warn?: boolean;
  /** In how many ms it has to be drawn again. */
  changesIn?: number;
}

export const NO_PROFILE: StatusAppearance = { icon: "key", text: "Argus" };

/** The one switch over a profile's state. @param now ms since the epoch */
export function appearanceOf(
  { profile, settings, state, refresh }: Pick<TooltipFacts, "profile" | "settings" | "state" | "refresh">,
  now: number,
): StatusAppearance {
  const name = shortName(profile);
  switch (state.kind) {
    case "none":
      return settings.ok
        ? { icon: "key", text: l10n.t("{0}: no token", name) }
        : { icon: "warning", text: problemText(name, settings.error) };
    case "fetching":
      return { icon: "sync~spin", text: name };
    case "live": {
      const ms = state.token.expiresAt - now;
      // Not every theme has a colour for warnings.
      const warn = isFailing(refresh) || (ms <= warningTime(state.token) && !isRenewing(refresh));
      const left = state.token.isEndAssumed === true ? l10n.t("about {0}", timeLeft(ms)) : timeLeft(ms);
      return {
        icon: warn ? "warning" : "key",
        text: isFailing(refresh) ? l10n.t("{0} {1}, renewal failed", name, left) : `${name} ${left}`,
        warn,
        changesIn: untilNextText(ms),
      };
    }
    case "expired":
      return {
        icon: "circle-slash",
        text: isFailing(refresh) ? l10n.t("{0} expired, renewal failed", name) : l10n.t("{0} expired", name),
        warn: isFailing(refresh),
      };
  }
}

/** If the token is about to be renewed, its end is no reason to warn. */
function isRenewing(refresh: RefreshState): boolean {
  return refresh.kind === "scheduled" && refresh.failures === 0;
}

function isFailing(refresh: RefreshState): boolean {
  return refresh.kind === "scheduled" ? refresh.failures > 0 : refresh.kind === "paused" && refresh.why === "failed";
}

/** Why a profile cannot have a token. */
export function problemText(name: string, { code }: ClientError): string {
  return code === "unknownProfile" ? l10n.t("{0}: no such profile", name) : l10n.t("{0}: error in its settings", name);
}

/** The command to correct that. */
export function correction({ code }: ClientError): "argus.addProfile" | "argus.editProfile" {
  return code === "unknownProfile" ? "argus.addProfile" : "argus.editProfile";
}
