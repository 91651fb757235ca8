import { type Disposable, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from "vscode";
import { onDidChangeNetworkSettings, verifiesCertificates } from "./networkSettings.ts";
import type { SessionState, Sessions } from "./session.ts";
import { activeProfileName, onDidChangeSettings } from "./settings.ts";
import { clockTime, LAST_MINUTE, timeLeft, untilNextText } from "./timeLeft.ts";

interface Look {
  icon: string;
  text: string;
  tooltip: string;
  warn?: boolean;
  /** In how many ms it looks different by itself. */
  changesIn?: number;
}

/** The active profile and how long its token lives. */
export class StatusBar implements Disposable {
  readonly #item: StatusBarItem;
  readonly #sessions: Sessions;
  readonly #subscriptions: { dispose(): unknown }[];
  #timer: NodeJS.Timeout | undefined;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    this.#item = window.createStatusBarItem("argus.session", StatusBarAlignment.Right, 100);
    this.#item.name = "Argus Token";
    this.#item.command = "argus.showActions";
    const update = (): void => {
      this.#update();
    };
    this.#subscriptions = [
      this.#item,
      sessions.onDidChange(update),
      onDidChangeSettings(update),
      onDidChangeNetworkSettings(update),
      window.onDidChangeActiveTextEditor(update),
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
    if (profile === undefined && window.activeTextEditor?.document.languageId !== "http") {
      this.#item.hide();
      return;
    }
    const now = Date.now();
    const look = profile === undefined ? NO_PROFILE : lookOf(profile, this.#sessions.state(profile, now), now);
    this.#item.text = `$(${look.icon}) ${look.text}`;
    const tooltip = verifiesCertificates() ? look.tooltip : `${look.tooltip} ${NOT_VERIFIED}`;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: `Argus: ${tooltip}`, role: "button" };
    this.#item.backgroundColor = look.warn === true ? new ThemeColor("statusBarItem.warningBackground") : undefined;
    this.#item.show();
    if (look.changesIn !== undefined) {
      this.#timer = setTimeout(() => {
        this.#update();
      }, look.changesIn);
    }
  }
}

const NOT_VERIFIED = "Certificates are not verified: http.proxyStrictSSL is off.";

const NO_PROFILE: Look = { icon: "key", text: "Argus", tooltip: "No profile yet. Click for actions." };

function lookOf(profile: string, state: SessionState, now: number): Look {
  switch (state.kind) {
    case "none":
      return { icon: "key", text: `${profile}: no token`, tooltip: `${profile}: no token is held. Click for actions.` };
    case "fetching":
      return { icon: "sync~spin", text: profile, tooltip: `${profile}: getting a token…` };
    case "live": {
      const ms = state.token.expiresAt - now;
      // Not every theme has a colour for a warning.
      const warn = ms <= LAST_MINUTE;
      const scope = state.token.scope === undefined ? "" : `, scope ${state.token.scope}`;
      return {
        icon: warn ? "warning" : "key",
        text: `${profile} ${timeLeft(ms)}`,
        tooltip: `${profile}: token held until ${clockTime(state.token.expiresAt)}${scope}. Click for actions.`,
        warn,
        changesIn: untilNextText(ms),
      };
    }
    case "expired":
      return {
        icon: "circle-slash",
        text: `${profile} expired`,
        tooltip: `${profile}: the token expired at ${clockTime(state.token.expiresAt)}. Click for actions.`,
      };
  }
}
