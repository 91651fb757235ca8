import * as l10n from "@vscode/l10n";
import { type Disposable, env, type Event, EventEmitter, type Memento, UIKind } from "vscode";
import { ignored } from "../../../common/ignored.ts";
import { keepsSecretsInSession } from "../settings.ts";
import type { SecretStore } from "./secretStore.ts";

/** In the global state, for comparison with {@link SecretStore.lastStart}. */
const LAST_START = "argus.lastStart";
/** In the global state: whether the warning has been shown. */
const TOLD = "argus.storageLossTold";
/** In ms; windows that start together write in any order. */
const TOLERANCE = 60_000;

type CanaryStore = Pick<SecretStore, "lastStart" | "noteStart" | "onDidChange">;

/**
 * Whether secrets outlive the editor: `lost` if those of an earlier start are gone, `unknown` before a second start.
 */
export type StorageState = "unknown" | "lasting" | "lost";

/**
 * Finds out whether VS Code keeps secrets. On some hosts they vanish with the page or the window, without an error: in a
 * browser whose server has no key for them, on Linux without a keyring.
 *
 * @see https://code.visualstudio.com/api/references/vscode-api#SecretStorage
 */
export class StorageHealth implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #store: CanaryStore;
  readonly #memory: Memento;
  readonly #subscription: Disposable;
  /** When the canary was last written, in ms since the epoch. */
  #noted = Infinity;
  #state: StorageState = "unknown";

  /** @param memory survives even if secrets do not */
  constructor(store: CanaryStore, memory: Memento) {
    this.#store = store;
    this.#memory = memory;
    // In a browser, a window writes all secrets as it knows them, over the canary that a later window has written.
    this.#subscription = store.onDidChange(() => {
      if (Date.now() - this.#noted >= TOLERANCE / 2)
        this.#note(Date.now()).catch(ignored("the next start compares less"));
    });
  }

  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  get state(): StorageState {
    return this.#state;
  }

  /** Compares this start with the previous one. A failing storage is reported where it is used. */
  async check(now = Date.now()): Promise<void> {
    try {
      const expected = this.#memory.get<number>(LAST_START);
      const found = await this.#store.lastStart();
      if (expected !== undefined)
        this.#state = found !== undefined && found > expected - TOLERANCE ? "lasting" : "lost";
      if (this.#state === "lasting") await this.#memory.update(TOLD, undefined);
      await this.#note(now);
    } catch {
      this.#state = "unknown";
    }
    this.#changed.fire();
  }

  async #note(now: number): Promise<void> {
    this.#noted = now;
    await this.#store.noteStart(now);
    await this.#memory.update(LAST_START, now);
  }

  /** A warning to show once until the storage works again: what happens, and what helps. */
  async takeWarning(): Promise<string | undefined> {
    if (this.#state !== "lost" || keepsSecretsInSession() || this.#memory.get(TOLD) === true) return undefined;
    await this.#memory.update(TOLD, true);
    return `${l10n.t("VS Code did not keep your secrets: Argus credentials have to be entered again after each start.")} ${whatHelps()}`;
  }

  /** How secrets are kept, in a sentence; `undefined` where VS Code keeps them. */
  note(): string | undefined {
    if (keepsSecretsInSession()) return l10n.t("Secrets are kept until this window is closed.");
    return this.#state === "lost" ? l10n.t("VS Code does not keep secrets beyond a restart here.") : undefined;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

/** Depends on what the host says about itself. */
function whatHelps(): string {
  if (env.uiKind === UIKind.Web) {
    return l10n.t(
      "In a browser this needs a key from VS Code's server: ask its operator, or connect with VS Code on the desktop.",
    );
  }
  // Newer than the oldest VS Code that we support.
  if ("isAppPortable" in env && env.isAppPortable === true) {
    return l10n.t("In portable mode secrets can be read only on the computer where they were stored.");
  }
  return l10n.t(
    "They need the keyring of the computer that shows this window: on Linux, unlock GNOME Keyring or KWallet.",
  );
}
