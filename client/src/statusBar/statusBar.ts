import * as l10n from "@vscode/l10n";
import { type Disposable, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from "vscode";
import { isHttpFileOpen, onDidChangeOpenFiles } from "../documents/openHttpFiles.ts";
import type { Sessions } from "../session/session.ts";
import { activeProfileName, onDidChangeSettings } from "../settings.ts";
import { LAST_MINUTE, timeLeft, untilNextText } from "../text/timeLeft.ts";
import type { AutoRefresh } from "../tokens/autoRefresh.ts";
import { onDidChangeNetworkSettings } from "../worker/networkSettings.ts";
import { type TooltipFacts, tooltip, tooltipLines } from "./statusTooltip.ts";

interface Look {
  icon: string;
  text: string;
  warn?: boolean;
  /** In how many ms it looks different by itself. */
  changesIn?: number;
}

/** What auto-refresh tells of itself. */
type Refresh = Pick<AutoRefresh, "state" | "onDidChange">;

/** The active profile and how long its token lives. */
export class StatusBar implements Disposable {
  readonly #item: StatusBarItem;
  readonly #sessions: Sessions;
  readonly #refresh: Refresh;
  readonly #subscriptions: { dispose(): unknown }[];
  #timer: NodeJS.Timeout | undefined;

  constructor(sessions: Sessions, refresh: Refresh) {
    this.#sessions = sessions;
    this.#refresh = refresh;
    this.#item = window.createStatusBarItem("argus.session", StatusBarAlignment.Right, 100);
    this.#item.name = l10n.t("Argus Token");
    this.#item.command = "argus.showActions";
    const update = (): void => {
      this.#update();
    };
    this.#subscriptions = [
      this.#item,
      sessions.onDidChange(update),
      refresh.onDidChange(update),
      onDidChangeSettings(update),
      onDidChangeNetworkSettings(update),
      onDidChangeOpenFiles(update),
      // Timers sleep with the machine.
      window.onDidChangeWindowState(update),
    ];
    update();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #update(): void {
    clearTimeout(this.#timer);
    const profile = activeProfileName();
    if (profile === undefined && !isHttpFileOpen()) {
      this.#item.hide();
      return;
    }
    const now = Date.now();
    const told = profile === undefined ? undefined : this.#told(profile, now);
    const look = told === undefined ? NO_PROFILE : lookOf(told, now);
    const lines = tooltipLines(told);
    this.#item.text = `$(${look.icon}) ${look.text}`;
    this.#item.tooltip = tooltip(lines, told);
    const label = l10n.t("Argus: {0} Click for actions.", lines.join(" "));
    this.#item.accessibilityInformation = { label, role: "button" };
    this.#item.backgroundColor = look.warn === true ? new ThemeColor("statusBarItem.warningBackground") : undefined;
    this.#item.show();
    if (look.changesIn !== undefined) {
      this.#timer = setTimeout(() => {
        this.#update();
      }, look.changesIn);
    }
  }

  #told(profile: string, now: number): TooltipFacts {
    const state = this.#sessions.state(profile, now);
    const known = "token" in state ? this.#sessions.known(state.token.accessToken) : undefined;
    return { profile, state, known, refresh: this.#refresh.state(profile) };
  }
}

const NO_PROFILE: Look = { icon: "key", text: "Argus" };

function lookOf({ profile, state }: TooltipFacts, now: number): Look {
  switch (state.kind) {
    case "none":
      return { icon: "key", text: l10n.t("{0}: no token", profile) };
    case "fetching":
      return { icon: "sync~spin", text: profile };
    case "live": {
      const ms = state.token.expiresAt - now;
      // Not every theme has a colour for a warning.
      const warn = ms <= LAST_MINUTE;
      return {
        icon: warn ? "warning" : "key",
        text: `${profile} ${timeLeft(ms)}`,
        warn,
        changesIn: untilNextText(ms),
      };
    }
    case "expired":
      return { icon: "circle-slash", text: l10n.t("{0} expired", profile) };
  }
}
