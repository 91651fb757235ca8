import * as l10n from "@vscode/l10n";
import type { Disposable } from "vscode";
import type { Answers } from "./answers.ts";
import type { PickStep } from "./questions.ts";

/** How long an unused secret is kept, in ms. */
const SECRETS_KEPT = 10 * 60_000;

interface Draft {
  answers: Answers;
  /** When its secrets are dropped, in ms since the epoch. */
  until: number;
  timer: NodeJS.Timeout;
}

/** Answers of cancelled flows, in memory only, so that the next start can continue. */
export class Drafts implements Disposable {
  readonly #drafts = new Map<string, Draft>();

  keep(key: string, answers: Answers): void {
    this.drop(key);
    const timer = setTimeout(() => {
      answers.forgetSecrets();
    }, SECRETS_KEPT).unref();
    this.#drafts.set(key, { answers, until: Date.now() + SECRETS_KEPT, timer });
  }

  get(key: string): Answers | undefined {
    const draft = this.#drafts.get(key);
    // Timers pause while the machine sleeps.
    if (draft !== undefined && draft.until <= Date.now()) draft.answers.forgetSecrets();
    return draft?.answers.isTyped === true && draft.answers.given.size > 0 ? draft.answers : undefined;
  }

  drop(key: string): void {
    clearTimeout(this.#drafts.get(key)?.timer);
    this.#drafts.delete(key);
  }

  dispose(): void {
    for (const key of [...this.#drafts.keys()]) this.drop(key);
  }
}

/** Asks whether to continue a cancelled flow. */
export function resumeStep(): PickStep<boolean> {
  return {
    name: "resume",
    prompt: l10n.t("You left this before it was finished"),
    choices: [
      {
        label: l10n.t("Continue Where You Left Off"),
        detail: l10n.t("With what you entered; a credential is kept for ten minutes"),
        value: true,
      },
      { label: l10n.t("Start Over"), value: false },
    ],
  };
}
