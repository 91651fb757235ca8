import { commands } from "vscode";

/** The walkthrough's steps that commands finish. VS Code itself does not see a command that a lens runs. */
const FINISHED_STEPS: Readonly<Record<string, string>> = {
  "argus.insertToken": "argus.hasInserted",
  "argus.introspect": "argus.hasChecked",
  "argus.userinfo": "argus.hasChecked",
};

/** Ticks the walkthrough's step that a successful command finishes. */
export function tickStep(command: string): void {
  const step = FINISHED_STEPS[command];
  if (step !== undefined) void commands.executeCommand("setContext", step, true);
}
