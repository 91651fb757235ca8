import { commands, type Disposable } from "vscode";
import type { Sessions } from "./session/session.ts";
import { keepsFresh, onDidChangeSettings, profileNames } from "./settings.ts";

/** The walkthrough's steps that commands finish. VS Code itself does not see a command that a lens runs. */
const FINISHED_STEPS: Readonly<Record<string, string>> = {
  "argus.insertToken": "argus.hasInserted",
  "argus.introspect": "argus.hasChecked",
  "argus.userinfo": "argus.hasChecked",
};

/** Ticks the walkthrough's step that a successful command finishes. */
export function tickStep(command: string): void {
  tick(FINISHED_STEPS[command]);
}

/** Ticks the steps that end in a state, however a person gets there. */
export function tickStepsByState(sessions: Sessions): Disposable[] {
  const update = (): void => {
    if (profileNames().length > 0) tick("argus.hasProfile");
    if (sessions.held().size > 0) tick("argus.hasToken");
    if (keepsFresh()) tick("argus.keepsFresh");
  };
  // Nothing has to be ticked while the extension starts.
  setImmediate(update);
  return [sessions.onDidChange(update), onDidChangeSettings(update)];
}

function tick(step: string | undefined): void {
  if (step !== undefined) void commands.executeCommand("setContext", step, true);
}
