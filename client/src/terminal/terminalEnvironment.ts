import { delimiter } from "node:path";
import type { EnvironmentVariableCollection } from "vscode";
import { WINDOW_VARIABLE } from "../../../common/terminalFrames.ts";

/** Login shells replace `PATH`, and VS Code's shell integration sets it again afterwards. */
const ALWAYS = { applyAtProcessCreation: true, applyAtShellIntegration: true };

/** The variables with which new terminals find `argus-token`, and it finds the window. None of them is secret. */
export class TerminalEnvironment {
  readonly #collection: EnvironmentVariableCollection;

  constructor(collection: EnvironmentVariableCollection) {
    this.#collection = collection;
  }

  /**
   * @param bin contains the program
   * @param entries contains the windows of this workspace
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
