import * as l10n from "@vscode/l10n";
import { type Disposable, env, type LogOutputChannel, type TextDocumentChangeEvent, window, workspace } from "vscode";
import { sentences } from "../../../common/sentences.ts";
import { environmentVariable } from "../../../common/tokenVariables.ts";
import { report } from "../failures/report.ts";
import { keepsEnvironment, saveSetting } from "../settings.ts";
import { plainText } from "../../../common/plainText.ts";

/** A reference to the environment, whatever the profile. */
const REFERENCE = new RegExp(String.raw`\{\{\$processEnv (${environmentVariable(undefined)}\w*)`);

/** Offers to put tokens into the environment once a request refers to it. */
export class EnvironmentOffer implements Disposable {
  readonly #subscription: Disposable;
  readonly #log: LogOutputChannel;
  #isSilent = false;

  constructor(log: LogOutputChannel) {
    this.#log = log;
    // Inserted by a command, a code action or a completion.
    this.#subscription = workspace.onDidChangeTextDocument((event) => {
      const variable = writtenReference(event);
      if (variable !== undefined) this.make(variable);
    });
  }

  /**
   * Asks unless this is decided already. Does not wait for the answer.
   *
   * @param variable that the request refers to
   * @param isNeeded asks even after "Not Now", because nothing else shows what became of the person's command
   */
  make(variable = environmentVariable(undefined), isNeeded = false): void {
    if ((this.#isSilent && !isNeeded) || keepsEnvironment()) return;
    // At least until it is answered.
    this.#isSilent = true;
    void this.#ask(variable).then((isLastWord) => {
      this.#isSilent = isLastWord;
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** @returns whether to stop asking */
  async #ask(variable: string): Promise<boolean> {
    const turnOn = l10n.t("Turn On");
    const notNow = l10n.t("Not Now");
    const question = l10n.t(
      "The request takes its token from the environment variable {0}, but the setting argus.environmentVariables is off. Turn it on? While it is on, every other extension in this extension host, every process that they start, and every new terminal can read the access token.",
      variable,
    );
    // VS Code ignores a setting of the scope `machine` in the user's own settings there, and greys it out.
    const where =
      env.remoteName === undefined
        ? undefined
        : l10n.t("It belongs in the settings of this remote machine: those of the user do not count for it here.");
    const chosen = await window.showInformationMessage(plainText(sentences(question, where)), turnOn, notNow);
    if (chosen !== turnOn) return chosen === notNow;
    await this.#turnOn();
    return false;
  }

  async #turnOn(): Promise<void> {
    const turnedOn = await saveSetting("environmentVariables", true);
    if (!turnedOn.ok) report(turnedOn.error, this.#log, { retry: () => this.#turnOn() });
  }
}

/** The variable of a reference that has just been written in the active editor, not undone or redone. */
function writtenReference({ document, contentChanges, reason }: TextDocumentChangeEvent): string | undefined {
  if (document.languageId !== "http" || reason !== undefined) return undefined;
  if (window.activeTextEditor?.document !== document) return undefined;
  // The editor reduces an edit to its differences, so a change may be just a part of the reference.
  const lineOf = (line: number): string => document.lineAt(Math.min(line, document.lineCount - 1)).text;
  for (const { text, range } of contentChanges) {
    const found = REFERENCE.exec(`${text}\n${lineOf(range.start.line)}`)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
