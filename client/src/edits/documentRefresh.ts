import {
  type Disposable,
  type LogOutputChannel,
  Selection,
  TabInputText,
  type TextDocument,
  window,
  workspace,
} from "vscode";
import type { TextEdit } from "../../../common/protocol/documents.ts";
import { applyEdits } from "../documents/documentEdits.ts";
import type { ForeignDocuments } from "../documents/foreignDocuments.ts";
import { isKnownWritable } from "../documents/writable.ts";
import { movedPosition } from "../documents/movedPositions.ts";
import { errorName } from "../failures/errorName.ts";
import type { Sessions } from "../session/session.ts";
import { autoRefresh } from "../settings.ts";
import type { Worker } from "../worker/worker.ts";

/** The delay before another attempt when someone is typing, in ms, and the number of attempts. */
const AGAIN = 1_000;
const MOST_TRIES = 10;

/**
 * Keeps tokens in open documents up to date: when a profile gets a new token from any source, it replaces the older
 * ones. Nothing is saved. A request to a host that the profile's tokens are not for gets no new token unasked.
 */
export class DocumentRefresh implements Disposable {
  readonly #sessions: Sessions;
  readonly #worker: Worker;
  readonly #foreign: ForeignDocuments;
  readonly #log: LogOutputChannel;
  readonly #subscription: Disposable;
  /** The last token of each profile, which documents may contain. */
  readonly #seen = new Map<string, string>();
  /** Edits apply to one version of a document, so they run one after another. */
  #queue: Promise<void> = Promise.resolve();
  #isDisposed = false;

  constructor(sessions: Sessions, worker: Worker, foreign: ForeignDocuments, log: LogOutputChannel) {
    this.#sessions = sessions;
    this.#worker = worker;
    this.#foreign = foreign;
    this.#log = log;
    this.#subscription = sessions.onDidChange(() => {
      this.#refresh();
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscription.dispose();
  }

  #refresh(): void {
    for (const [profile, { accessToken }] of this.#sessions.held()) {
      const before = this.#seen.get(profile);
      this.#seen.set(profile, accessToken);
      // The first token seen is not a renewal.
      if (before === undefined || before === accessToken || autoRefresh() !== "documents") continue;
      for (const document of shownDocuments().filter((shown) => !this.#foreign.has(shown)))
        this.#enqueue(profile, accessToken, document, MOST_TRIES);
    }
  }

  #enqueue(profile: string, accessToken: string, document: TextDocument, tries: number): void {
    const run = async (): Promise<void> => {
      if ((await this.#update(profile, accessToken, document)) || this.#isDisposed) return;
      if (tries === 1) {
        this.#log.info(`Tokens of ${profile} in a document were not replaced: it keeps changing, or cannot be edited.`);
        return;
      }
      setTimeout(() => {
        this.#enqueue(profile, accessToken, document, tries - 1);
      }, AGAIN);
    };
    this.#queue = this.#queue.then(run).catch((error: unknown) => {
      this.#log.error(`A token in a document could not be renewed (${errorName(error)}).`);
    });
  }

  /** @returns whether it is done */
  async #update(profile: string, accessToken: string, document: TextDocument): Promise<boolean> {
    // Meanwhile the session got another token, or ended.
    if (document.isClosed || this.#sessions.held().get(profile)?.accessToken !== accessToken) return true;
    const textDocument = { uri: document.uri.toString() };
    const digests = this.#sessions.predecessors(profile);
    const replacement = { textDocument, digests, accessToken, profile };
    const answer = await this.#worker.send("argus/replaceTokens", replacement);
    if (!answer.ok) return true;
    const { version, edits } = answer.value;
    if (edits.length === 0) return true;
    // An editor accepts edits of a file that VS Code cannot save, but here no person makes them.
    if (!(await isKnownWritable(document))) return this.#leave(profile);
    const selections = window.visibleTextEditors
      .filter((editor) => editor.document === document)
      .map((editor) => ({ editor, before: editor.selections }));
    const edited = await applyEdits(document, [{ version, edits }]);
    if (edited === "outdated") return false;
    if (edited === "readOnly") return this.#leave(profile);
    for (const { editor, before } of selections) editor.selections = before.map((each) => moved(each, edits));
    return true;
  }

  /** @returns that it is done */
  #leave(profile: string): true {
    this.#log.info(`Tokens of ${profile} in a document were left as they are: it is read-only.`);
    return true;
  }
}

/**
 * The `.http` documents in tabs, without those in diff editors and those that only another extension stores, which
 * may be records of what was sent.
 */
function shownDocuments(): TextDocument[] {
  const schemes = new Set(["file", "untitled", ...(workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme)]);
  const inputs = window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  const shown = new Set(inputs.filter((input) => input instanceof TabInputText).map(({ uri }) => uri.toString()));
  return workspace.textDocuments.filter(
    ({ languageId, uri }) => languageId === "http" && shown.has(uri.toString()) && schemes.has(uri.scheme),
  );
}

function moved({ anchor, active }: Selection, edits: readonly TextEdit[]): Selection {
  const [from, to] = [movedPosition(anchor, edits), movedPosition(active, edits)];
  return new Selection(from.line, from.character, to.line, to.character);
}
