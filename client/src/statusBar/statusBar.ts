import * as l10n from "@vscode/l10n";
import { type Disposable, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from "vscode";
import type { ProfileSecrets } from "../credentials/profileSecrets.ts";
import type { StorageHealth } from "../credentials/storageHealth.ts";
import { isHttpFileOpen, onDidChangeOpenFiles } from "../documents/openHttpFiles.ts";
import type { ProfileAtCursor } from "../documents/profileAtCursor.ts";
import type { Sessions } from "../session/session.ts";
import { onDidChangeSettings, profileNamed } from "../settings.ts";
import { plainLabel, plainText } from "../../../common/plainText.ts";
import type { AutoRefresh } from "../tokens/autoRefresh.ts";
import { onDidChangeNetworkSettings } from "../worker/networkSettings.ts";
import { appearanceOf, NO_PROFILE } from "./statusAppearance.ts";
import { tooltip, type TooltipFacts, tooltipLines } from "./statusTooltip.ts";

type Refresh = Pick<AutoRefresh, "state" | "onDidChange">;

type CursorProfile = Pick<ProfileAtCursor, "name" | "source" | "onDidChange">;

/** Describes where secrets are kept, if that needs mentioning. */
type SecretKeeping = Pick<StorageHealth, "note" | "onDidChange">;

interface Dependencies {
  sessions: Sessions;
  refresh: Refresh;
  here: CursorProfile;
  storage: SecretKeeping;
  credentials: Pick<ProfileSecrets, "credentialName" | "onDidRename">;
  /** Proves to the Copy Token command that the tooltip's link runs it. */
  copyProof: string;
}

/** Shows the profile at the cursor and the remaining lifetime of its token. */
export class StatusBar implements Disposable {
  readonly #item: StatusBarItem;
  readonly #sessions: Sessions;
  readonly #refresh: Refresh;
  readonly #here: CursorProfile;
  readonly #storage: SecretKeeping;
  readonly #credentials: Dependencies["credentials"];
  readonly #copyProof: string;
  readonly #subscriptions: { dispose(): unknown }[];
  #timer: NodeJS.Timeout | undefined;

  constructor({ sessions, refresh, here, storage, credentials, copyProof }: Dependencies) {
    this.#sessions = sessions;
    this.#refresh = refresh;
    this.#here = here;
    this.#storage = storage;
    this.#credentials = credentials;
    this.#copyProof = copyProof;
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
      here.onDidChange(update),
      storage.onDidChange(update),
      credentials.onDidRename(update),
      onDidChangeSettings(update),
      onDidChangeNetworkSettings(update),
      onDidChangeOpenFiles(update),
      // Timers stop while the machine sleeps.
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
    const profile = this.#here.name;
    if (profile === undefined && !isHttpFileOpen()) {
      this.#item.hide();
      return;
    }
    const now = Date.now();
    const facts = profile === undefined ? undefined : this.#facts(profile, now);
    const appearance = facts === undefined ? NO_PROFILE : appearanceOf(facts, now);
    const lines = tooltipLines(facts);
    this.#item.text = `$(${appearance.icon}) ${plainLabel(appearance.text)}`;
    this.#item.tooltip = tooltip(lines, facts, this.#copyProof);
    const label = plainText(l10n.t("Argus: {0} Click for actions.", lines.join(" ")));
    this.#item.accessibilityInformation = { label, role: "button" };
    this.#item.backgroundColor =
      appearance.warn === true ? new ThemeColor("statusBarItem.warningBackground") : undefined;
    this.#item.show();
    if (appearance.changesIn !== undefined) {
      this.#timer = setTimeout(() => {
        this.#update();
      }, appearance.changesIn);
    }
  }

  #facts(profile: string, now: number): TooltipFacts {
    const state = this.#sessions.state(profile, now);
    const known = "token" in state ? this.#sessions.known(state.token.accessToken) : undefined;
    const refresh = this.#refresh.state(profile);
    const credential = this.#credentials.credentialName(profile);
    const settings = profileNamed(profile);
    return {
      profile,
      source: this.#here.source,
      settings,
      state,
      known,
      refresh,
      credential,
      storage: this.#storage.note(),
    };
  }
}
