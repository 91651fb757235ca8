import * as l10n from "@vscode/l10n";
import {
  type Disposable,
  type EnvironmentVariableCollection,
  extensions,
  type LogOutputChannel,
  window,
  workspace,
} from "vscode";
import type { WarningNotifier } from "../failures/warningNotifier.ts";
import type { Sessions } from "../session/session.ts";
import { activeProfileName, keepsEnvironment, onDidChangeSettings, profileNames } from "../settings.ts";
import { clashesOf, environmentOf, fileVariablesOf } from "./environmentNames.ts";
import { EnvironmentVariables } from "./environmentVariables.ts";
import { HttpYac } from "./httpYac.ts";

/** How long a token may be there after its end, in ms: timers sleep with the machine. */
const LONGEST_WAIT = 30_000;

interface Dependencies {
  sessions: Sessions;
  collection: EnvironmentVariableCollection;
  warner: WarningNotifier;
  log: LogOutputChannel;
}

/**
 * Keeps the live tokens where those who send requests look for them, as long as the setting says so: in the environment of
 * this extension host and of new terminals, and in httpYac.
 */
export class Environment implements Disposable {
  readonly #sessions: Sessions;
  readonly #warner: WarningNotifier;
  readonly #log: LogOutputChannel;
  readonly #variables: EnvironmentVariables;
  readonly #httpYac: HttpYac;
  readonly #subscriptions: Disposable[];
  /** Variables that nobody gets. */
  readonly #told = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor({ sessions, collection, warner, log }: Dependencies) {
    this.#sessions = sessions;
    this.#warner = warner;
    this.#log = log;
    collection.persistent = false;
    collection.description = l10n.t(
      "Access tokens of Argus, as the setting argus.environmentVariables says. A terminal keeps the ones it was started with.",
    );
    this.#variables = new EnvironmentVariables(process.env, collection, (value) => sessions.known(value) !== undefined);
    this.#httpYac = new HttpYac((profile = activeProfileName()) => fileVariablesOf(this.#tokens(), profile));
    const update = (): void => {
      this.#update();
    };
    this.#subscriptions = [
      sessions.onDidChange(update),
      onDidChangeSettings(update),
      // Timers sleep with the machine.
      window.onDidChangeWindowState(update),
      // httpYac may be installed, or begin its work.
      extensions.onDidChange(update),
      workspace.onDidOpenTextDocument(update),
    ];
    update();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#update();
    this.#httpYac.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #update(): void {
    clearTimeout(this.#timer);
    const names = profileNames();
    const tokens = this.#tokens();
    this.#variables.set(environmentOf(tokens, names, activeProfileName()));
    if (!this.#isOn()) return;
    this.#tellClashes(names);
    void this.#httpYac.attach();
    if (tokens.size === 0) return;
    const now = Date.now();
    const ends = [...this.#sessions.held().values()].map(({ expiresAt }) => expiresAt - now).filter((ms) => ms > 0);
    this.#timer = setTimeout(
      () => {
        this.#update();
      },
      Math.min(LONGEST_WAIT, ...ends),
    );
  }

  #isOn(): boolean {
    return !this.#isDisposed && keepsEnvironment();
  }

  /** Those to hand over, by profile. What is held while another one is on its way is good till its end. */
  #tokens(): ReadonlyMap<string, string> {
    if (!this.#isOn()) return new Map();
    const now = Date.now();
    const names = new Set(profileNames());
    const live = [...this.#sessions.held()].filter(([name, { expiresAt }]) => names.has(name) && expiresAt > now);
    return new Map(live.map(([name, { accessToken }]) => [name, accessToken]));
  }

  #tellClashes(names: readonly string[]): void {
    for (const { variable, profiles } of clashesOf(names)) {
      const line = `${variable} is not set: it would be that of ${profiles.join(", ")}`;
      if (this.#told.has(line)) continue;
      this.#told.add(line);
      this.#log.warn(line);
      const text = l10n.t(
        "The profiles {0} would have the same environment variable {1}, so none of them gets it. Rename one of them.",
        profiles.map((name) => `“${name}”`).join(", "),
        variable,
      );
      this.#warner.warn([text]);
    }
  }
}
