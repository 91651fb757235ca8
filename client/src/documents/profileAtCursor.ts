import { type Disposable, type Event, EventEmitter, type TextEditor, window, workspace } from "vscode";
import type { ProfileAtValue } from "../../../common/protocol/documents.ts";
import { activeProfileName, onDidChangeSettings, profileNames } from "../settings.ts";
import type { Worker } from "../worker/worker.ts";

/** How long the cursor must rest before its position counts, in ms. */
const PAUSE = 100;

/** The profile at the cursor: that of the request, else of the file, else the active one. */
export class ProfileAtCursor implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #worker: Pick<Worker, "send" | "onDidChangeFacts">;
  readonly #subscriptions: { dispose(): unknown }[];
  #known: ProfileAtValue | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Counts questions, so that late answers can be ignored. */
  #question = 0;

  constructor(worker: Pick<Worker, "send" | "onDidChangeFacts">) {
    this.#worker = worker;
    const askSoon = (): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.ask(), PAUSE);
    };
    this.#subscriptions = [
      this.#changed,
      window.onDidChangeActiveTextEditor(askSoon),
      window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === window.activeTextEditor && isHttp(textEditor)) askSoon();
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document === window.activeTextEditor?.document && isHttp(window.activeTextEditor)) askSoon();
      }),
      workspace.onDidOpenTextDocument(askSoon),
      worker.onDidChangeFacts(askSoon),
      onDidChangeSettings(() => {
        // Until the worker has answered, the last known profile is more likely than the active one, if it still exists.
        if (!profileNames().includes(this.#named ?? "")) this.#learn(undefined);
        askSoon();
      }),
    ];
    askSoon();
  }

  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  /** The known profile, unless it is whichever is active. */
  get #named(): string | undefined {
    return this.#known?.source === "active" ? undefined : this.#known?.profile;
  }

  /** The name, as far as it is known. */
  get name(): string | undefined {
    return this.#known?.profile ?? activeProfileName();
  }

  /** Why it is this profile. */
  get source(): ProfileAtValue["source"] {
    return this.#known?.source ?? "active";
  }

  /** The current profile at the cursor. If the worker does not answer, it is the active profile. */
  async ask(): Promise<string | undefined> {
    this.#question += 1;
    const question = this.#question;
    const editor = window.activeTextEditor;
    const found = isHttp(editor) ? await this.#at(editor) : undefined;
    if (question === this.#question) this.#learn(found);
    return found?.profile ?? activeProfileName();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #at({ document, selection }: TextEditor): Promise<ProfileAtValue | undefined> {
    const { line, character } = selection.active;
    const params = { textDocument: { uri: document.uri.toString() }, position: { line, character } };
    const answer = await this.#worker.send("argus/profileAt", params);
    return answer.ok ? (answer.value ?? undefined) : undefined;
  }

  #learn(found: ProfileAtValue | undefined): void {
    if (found?.profile === this.#known?.profile && found?.source === this.#known?.source) return;
    this.#known = found;
    this.#changed.fire();
  }
}

function isHttp(editor: TextEditor | undefined): editor is TextEditor {
  return editor?.document.languageId === "http";
}
