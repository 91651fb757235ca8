import { delimiter } from "node:path";
import type { EnvironmentVariableCollection } from "vscode";
import { WINDOW_VARIABLE } from "../../../common/terminalFrames.ts";

/** Login shells set `PATH` anew, and VS Code's shell integration puts it right after them. */
const ALWAYS = { applyAtProcessCreation: true, applyAtShellIntegration: true };

/** What new terminals get to find `argus-token`, and by it the window. None of it is a secret. */
export class TerminalEnvironment {
  readonly #collection: EnvironmentVariableCollection;

  constructor(collection: EnvironmentVariableCollection) {
    this.#collection = collection;
  }

  /**
   * @param bin has the program
   * @param entries has the windows of this workspace
   */
  set(bin: string, entries: string): void {
    this.#collection.prepend("PATH", bin + delimiter, ALWAYS);
    this.#collection.replace(WINDOW_VARIABLE, entries, ALWAYS);
  }

  clear(): void {
    this.#collection.delete("PATH");
    this.#collection.delete(WINDOW_VARIABLE);
  }
}
