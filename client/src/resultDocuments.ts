import { type Disposable, env, type TextDocumentContentProvider, Uri, window, workspace } from "vscode";
import { clockTime } from "./timeLeft.ts";

const SCHEME = "argus-result";

/** How many answers can still be opened. */
const MOST_KEPT = 50;

/** Answers as read-only JSON documents, in memory only. */
export class ResultDocuments implements TextDocumentContentProvider, Disposable {
  readonly #registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  readonly #answers = new Map<number, { uri: Uri; json: string }>();
  #count = 0;

  /** @returns a number to {@link open} or {@link copy} it by */
  add(kind: string, json: string): number {
    this.#count += 1;
    const time = clockTime(Date.now()).replaceAll(":", ".");
    const uri = Uri.from({ scheme: SCHEME, path: `/${kind} ${time}.json`, query: String(this.#count) });
    this.#answers.set(this.#count, { uri, json });
    this.#answers.delete(this.#count - MOST_KEPT);
    return this.#count;
  }

  provideTextDocumentContent({ query }: Uri): string {
    return this.#answers.get(Number(query))?.json ?? "This answer is no longer there. Ask again from the request.";
  }

  /** @param id the last answer without it */
  async open(id = this.#count): Promise<void> {
    const answer = this.#answers.get(id);
    if (answer !== undefined) await window.showTextDocument(answer.uri, { preview: true });
  }

  /** @param id the last answer without it */
  async copy(id = this.#count): Promise<void> {
    const answer = this.#answers.get(id);
    if (answer !== undefined) await env.clipboard.writeText(answer.json);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#answers.clear();
  }
}
