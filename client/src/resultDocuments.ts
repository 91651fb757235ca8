import { type Disposable, env, type TextDocumentContentProvider, Uri, window, workspace } from "vscode";
import { clockTime } from "./timeLeft.ts";

const SCHEME = "argus-result";

/** How many answers can still be opened. */
const MOST_KEPT = 50;

/** Answers as read-only JSON documents, in memory only. */
export class ResultDocuments implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration = workspace.registerTextDocumentContentProvider(SCHEME, this);
  #count = 0;

  /** @returns the document's address */
  add(kind: string, json: string): Uri {
    this.#count += 1;
    const time = clockTime(Date.now()).replaceAll(":", ".");
    const uri = Uri.from({ scheme: SCHEME, path: `/${kind} ${time}.json`, query: String(this.#count) });
    this.#texts.set(uri.toString(), json);
    const oldest = this.#texts.keys().next().value;
    if (this.#texts.size > MOST_KEPT && oldest !== undefined) this.#texts.delete(oldest);
    return uri;
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? "This answer is no longer there. Ask again from the request.";
  }

  async open(uri: string): Promise<void> {
    if (this.#texts.has(uri)) await window.showTextDocument(Uri.parse(uri), { preview: true });
  }

  async copy(uri: string): Promise<void> {
    const json = this.#texts.get(uri);
    if (json !== undefined) await env.clipboard.writeText(json);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#texts.clear();
  }
}
