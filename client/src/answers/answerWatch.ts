import { type Disposable, type TextDocument, workspace } from "vscode";
import { tokenDigest } from "../../../common/digest.ts";
import { requestAt } from "../documents/requestAt.ts";
import type { Sessions } from "../session/session.ts";
import type { Worker } from "../worker/worker.ts";
import { isOtherRequest, isSessionGone } from "./answerValidity.ts";
import type { ShownAnswer, InlineResults } from "./inlineResults.ts";
import { factsOf } from "./requestFacts.ts";
import { ignored } from "../../../common/ignored.ts";

/** In ms after an edit; until then the person is still typing. */
const PAUSE = 150;

interface Dependencies {
  results: InlineResults;
  sessions: Sessions;
  worker: Worker;
}

/**
 * Keeps answers true: an answer is outdated when its session ends, and removed when its request gets another token or
 * profile.
 */
export class AnswerWatch implements Disposable {
  readonly #results: InlineResults;
  readonly #sessions: Sessions;
  readonly #worker: Worker;
  readonly #subscriptions: Disposable[];
  #timer: NodeJS.Timeout | undefined;

  constructor({ results, sessions, worker }: Dependencies) {
    this.#results = results;
    this.#sessions = sessions;
    this.#worker = worker;
    const checkSoon = (): void => {
      this.#checkSoon();
    };
    this.#subscriptions = [
      sessions.onDidChange(() => {
        this.#checkSessions();
      }),
      results.onDidShow(() => {
        // Catches changes during the call to Argus.
        this.#checkSessions();
        this.#checkSoon();
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (this.#results.answers().some(({ uri }) => uri === document.uri.toString())) this.#checkSoon();
      }),
      worker.onDidChangeFacts(checkSoon),
    ];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #checkSessions(): void {
    const answers = this.#results.answers();
    if (answers.length === 0) return;
    const held = [...this.#sessions.held()].map(([name, { accessToken }]) => [name, tokenDigest(accessToken)] as const);
    const digests = new Map(held);
    this.#results.outdate(answers.filter(({ subject }) => isSessionGone(subject, digests)).map(({ id }) => id));
  }

  #checkSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const answer of this.#results.answers())
        void this.#checkRequest(answer).catch(ignored("the next edit checks it again"));
    }, PAUSE);
  }

  async #checkRequest({ id, uri, line, subject }: ShownAnswer): Promise<void> {
    const document = workspace.textDocuments.find((open) => open.uri.toString() === uri);
    if (document === undefined) return;
    const request = await requestAt(lineIn(document, line), this.#worker);
    // If the worker does not reply, the answer is left alone.
    if (!request.ok && request.error.code !== "noRequest") return;
    const facts = request.ok ? factsOf(request.value) : undefined;
    if (facts === undefined || isOtherRequest(subject, facts)) this.#results.close(id);
  }
}

function lineIn(document: TextDocument, line: number): Parameters<typeof requestAt>[0] {
  return { document, line, dispose: () => undefined };
}
