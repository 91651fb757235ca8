import * as l10n from "@vscode/l10n";
import {
  commands,
  type Disposable,
  type Event,
  EventEmitter,
  type LogOutputChannel,
  TextEditorSelectionChangeKind,
  window,
  type WindowState,
} from "vscode";
import { dayTime } from "../../../common/clock.ts";
import { isArgusDocument } from "../documents/argusDocument.ts";
import { errorName } from "../failures/errorName.ts";
import type { ClientError } from "../failures/failure.ts";
import { report } from "../failures/report.ts";
import type { Sessions } from "../session/session.ts";
import { autoRefresh, onDidChangeSettings } from "../settings.ts";
import { isIdle, RefreshSchedule } from "./refreshSchedule.ts";
import type { SignIn } from "./signIn.ts";
import type { Renewal, Tokens } from "./tokens.ts";

/**
 * The longest delay before checking the clock, in ms: timers stop while the machine sleeps and ignore clock changes.
 */
const CHECK_INTERVAL = 30_000;
/** The delay before checking the store again while another window renews, in ms. */
const ELSEWHERE = 1_000;

/**
 * The state of auto-refresh for a profile: there is no token (`noToken`), it was given up (`failed`), there was no
 * activity for 30 minutes (`idle`), or the window is in the background and shows nothing of Argus (`away`).
 */
export type RefreshState =
  | { kind: "off" }
  /** `at`: ms since the epoch; `failures`: how often in a row it failed before */
  | { kind: "scheduled"; at: number; failures: number }
  | { kind: "paused"; why: "noToken" | "failed" | "idle" | "away" };

interface Dependencies {
  sessions: Sessions;
  tokens: Pick<Tokens, "renew">;
  signIn: Pick<SignIn, "onDidAsk">;
  log: LogOutputChannel;
  /** ms since the epoch */
  now?: () => number;
}

/**
 * Renews tokens before they expire, as long as the person is active. It never asks: a renewal that needs an answer is
 * skipped.
 */
export class AutoRefresh implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #sessions: Sessions;
  readonly #tokens: Dependencies["tokens"];
  readonly #log: LogOutputChannel;
  readonly #now: () => number;
  readonly #schedule: RefreshSchedule;
  readonly #subscriptions: { dispose(): unknown }[];
  #lastSeen: number;
  #wasFocused = window.state.focused;
  #timer: NodeJS.Timeout | undefined;

  constructor({ sessions, tokens, signIn, log, now = Date.now }: Dependencies) {
    this.#sessions = sessions;
    this.#tokens = tokens;
    this.#log = log;
    this.#now = now;
    this.#schedule = new RefreshSchedule(now);
    this.#lastSeen = now();
    const update = (): void => {
      this.#update();
    };
    const seen = (): void => {
      this.#seen();
    };
    this.#subscriptions = [
      this.#changed,
      sessions.onDidChange(update),
      onDidChangeSettings(() => {
        this.#schedule.resume();
        update();
      }),
      signIn.onDidAsk((profile) => {
        this.#schedule.resume(profile);
        seen();
        update();
      }),
      window.onDidChangeWindowState((state) => {
        this.#onWindowState(state);
      }),
      window.onDidChangeActiveTextEditor(seen),
      window.onDidChangeVisibleTextEditors(update),
      window.onDidChangeTextEditorSelection(({ kind }) => {
        // Typing counts, but edits by extensions do not.
        if (kind === TextEditorSelectionChangeKind.Keyboard || kind === TextEditorSelectionChangeKind.Mouse) seen();
      }),
    ];
    update();
  }

  /** The {@link state} of a profile may have changed. */
  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  state(profile: string): RefreshState {
    if (autoRefresh() === "off") return { kind: "off" };
    const planned = this.#schedule.planned(profile);
    if (planned === undefined) return { kind: "paused", why: "noToken" };
    if (planned === "stopped") return { kind: "paused", why: "failed" };
    const pause = this.#pause();
    return pause === undefined
      ? { kind: "scheduled", at: planned, failures: this.#schedule.failures(profile) }
      : { kind: "paused", why: pause };
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #onWindowState({ focused, active }: WindowState): void {
    const isChanged = focused !== this.#wasFocused;
    this.#wasFocused = focused;
    // Also fires when the window becomes inactive.
    if (isChanged || active) this.#seen();
    if (!isChanged) return;
    if (focused) this.#schedule.hurry();
    this.#update();
  }

  /** There was activity. */
  #seen(): void {
    const wasIdle = isIdle(this.#lastSeen, this.#now());
    this.#lastSeen = this.#now();
    if (wasIdle) this.#update();
  }

  #update(): void {
    clearTimeout(this.#timer);
    this.#schedule.follow(this.#sessions.held());
    const next = autoRefresh() === "off" ? undefined : this.#schedule.next();
    if (next !== undefined) {
      const isPaused = this.#pause() !== undefined;
      if (!isPaused) for (const profile of this.#schedule.due()) void this.#renew(profile);
      const wait = isPaused ? CHECK_INTERVAL : Math.min(this.#schedule.next() ?? CHECK_INTERVAL, CHECK_INTERVAL);
      this.#timer = setTimeout(() => {
        this.#update();
      }, wait);
    }
    this.#changed.fire();
  }

  /** Why renewals are paused. */
  #pause(): "idle" | "away" | undefined {
    if (isIdle(this.#lastSeen, this.#now())) return "idle";
    const held = [...this.#sessions.held().values()].map(({ accessToken }) => accessToken);
    const isHere =
      window.state.focused || window.visibleTextEditors.some(({ document }) => isArgusDocument(document, held));
    return isHere ? undefined : "away";
  }

  async #renew(profile: string): Promise<void> {
    const token = this.#schedule.begin(profile);
    if (token === undefined) return;
    const renewal = await this.#tokens.renew(profile, token.accessToken).catch((error: unknown): Renewal => {
      // A bug. Its message could quote anything.
      this.#log.error(`The token of ${profile} could not be renewed (${errorName(error)}).`);
      return { kind: "impossible" };
    });
    switch (renewal.kind) {
      case "renewed":
      case "elsewhere":
        this.#schedule.postpone(profile, ELSEWHERE);
        break;
      case "unchanged":
        this.#schedule.postpone(profile, Math.max(renewal.expiresAt - this.#now(), ELSEWHERE));
        break;
      case "impossible":
        this.#schedule.stop(profile);
        break;
      case "failed":
        if (this.#schedule.fail(profile, renewal.error)) this.#tell(profile, renewal.error);
    }
    this.#update();
  }

  /**
   * Reported once: there is no further attempt until the person acts. An extension cannot withdraw a notification, so
   * it names the time, and stays true after the person has acted. The status bar has the state.
   */
  #tell(profile: string, error: ClientError): void {
    const now = this.#now();
    const message = l10n.t("Auto-refresh of “{0}” stopped at {1}. {2}", profile, dayTime(now, now), error.message);
    report({ ...error, profile, message }, this.#log, {
      isInBackground: true,
      retry: () => commands.executeCommand("argus.getToken", profile),
    });
  }
}
