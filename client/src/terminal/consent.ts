import * as l10n from "@vscode/l10n";
import { type Terminal, window } from "vscode";
import type { Profile } from "../../../common/protocol/profile.ts";
import { keyOf } from "../credentials/profileSecrets.ts";
import { plainText } from "../../../common/plainText.ts";
import { terminalOf } from "./callerTerminal.ts";
import { ignored } from "../../../common/ignored.ts";

/**
 * The person's answer. `deniedElsewhere`: to all programs outside the window's terminals; `closed`: the question was
 * closed without an answer; `unasked`: asking was not allowed.
 */
export type Verdict = "allowed" | "denied" | "deniedElsewhere" | "closed" | "unasked";

/** Stands for all programs that no terminal of this window started. They share one answer. */
const ELSEWHERE = {};

/** A program that requests a token. */
export interface ConsentRequest {
  /** Its process id. */
  pid: number;
  profile: Profile;
  /** Whether the person may be asked. */
  prompt: boolean;
  /** Called when the person is asked. */
  asking: () => void;
  /** Aborted when no one waits for the answer any longer. */
  gone: AbortSignal;
}

/**
 * The person's consent, per terminal or for the whole window, and per profile with all its settings. Valid until the
 * window is closed or reloaded; in memory only.
 */
export class TerminalConsent {
  readonly #window = new Set<string>();
  readonly #terminals = new WeakMap<object, Map<string, boolean>>();
  /** One question at a time: its answer may also cover the next one. */
  #queue: Promise<unknown> = Promise.resolve();

  async check({ pid, profile, prompt, asking, gone }: ConsentRequest): Promise<Verdict> {
    const key = keyOf(profile);
    // Finding the terminal takes time.
    if (this.#window.has(key)) return "allowed";
    const terminal = await terminalOf(pid);
    const known = this.#known(terminal, key);
    if (known !== undefined) return known;
    if (!prompt) return "unasked";
    asking();
    const ask = (): Promise<Verdict> | Verdict =>
      this.#known(terminal, key) ?? (gone.aborted ? "closed" : this.#ask(terminal, profile, key));
    const answered = this.#queue.then(ask);
    this.#queue = answered.catch(ignored("the caller handles it"));
    return answered;
  }

  #known(terminal: Terminal | undefined, key: string): Verdict | undefined {
    if (this.#window.has(key)) return "allowed";
    const answer = this.#terminals.get(terminal ?? ELSEWHERE)?.get(key);
    return answer === undefined ? undefined : answer ? "allowed" : denialTo(terminal);
  }

  async #ask(terminal: Terminal | undefined, profile: Profile, key: string): Promise<Verdict> {
    switch (await askPerson(terminal, profile.name)) {
      case "window":
        this.#window.add(key);
        return "allowed";
      case "terminal":
        this.#remember(terminal, key, true);
        return "allowed";
      case "deny":
        this.#remember(terminal, key, false);
        return denialTo(terminal);
      case undefined:
        return "closed";
    }
  }

  #remember(terminal: Terminal | undefined, key: string, answer: boolean): void {
    const answers = this.#terminals.get(terminal ?? ELSEWHERE) ?? new Map<string, boolean>();
    this.#terminals.set(terminal ?? ELSEWHERE, answers.set(key, answer));
  }
}

function denialTo(terminal: Terminal | undefined): Verdict {
  return terminal === undefined ? "deniedElsewhere" : "denied";
}

/** `undefined` if the question was closed. */
async function askPerson(
  terminal: Terminal | undefined,
  profile: string,
): Promise<"terminal" | "window" | "deny" | undefined> {
  const choices = new Map([
    ...(terminal === undefined ? [] : [[l10n.t("Allow for This Terminal"), "terminal"] as const]),
    [l10n.t("Allow for This Window"), "window"] as const,
    [l10n.t("Deny"), "deny"] as const,
  ]);
  const question =
    terminal === undefined
      ? l10n.t("A program outside this window's terminals is asking for the Argus token of the profile “{0}”.", profile)
      : l10n.t("The terminal “{0}” is asking for the Argus token of the profile “{1}”.", labelOf(terminal), profile);
  const detail =
    terminal === undefined
      ? l10n.t(
          "It ran argus-token. If you allow it, every program in this window's terminals, and those that they started, can use Argus in your name with this profile. Your answer applies until the window is closed or reloaded.",
        )
      : l10n.t(
          "A program in it ran argus-token. If you allow it, every program in this terminal, or in all terminals of this window, can use Argus in your name with this profile. Your answer applies until the terminal is closed or the window is closed or reloaded.",
        );
  const chosen = await window.showWarningMessage(plainText(question), { modal: true, detail }, ...choices.keys());
  return choices.get(chosen ?? "");
}

/** The title of its tab. Programs can set it, so it is shortened and quoted like a name. */
function labelOf({ name }: Terminal): string {
  const shown = name.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  const letters = Array.from(shown);
  return letters.length > 40 ? `${letters.slice(0, 39).join("")}…` : shown;
}
