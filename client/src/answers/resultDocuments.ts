import * as l10n from "@vscode/l10n";
import { type Disposable, env, type TextDocumentContentProvider, Uri, window, workspace } from "vscode";
import { clockTime } from "../../../common/clock.ts";

export const RESULT_SCHEME = "argus-result";

/** How many documents can be opened again. */
const MOST_KEPT = 50;

/** Answers as JSON and reports as Markdown: read-only documents, in memory only. */
export class ResultDocuments implements TextDocumentContentProvider, Disposable {
  readonly #registration = workspace.registerTextDocumentContentProvider(RESULT_SCHEME, this);
  readonly #documents = new Map<number, { uri: Uri; text: string }>();
  #count = 0;
  #lastAnswer: number | undefined;
  #lastReport: number | undefined;

  /** @returns the id for {@link open} and {@link copy} */
  addAnswer(kind: string, json: string): number {
    this.#lastAnswer = this.#add(kind, json, "json");
    return this.#lastAnswer;
  }

  /** @returns the id for {@link open} and {@link text} */
  addReport(name: string, markdown: string): number {
    this.#lastReport = this.#add(name, markdown, "md");
    return this.#lastReport;
  }

  get lastReport(): number | undefined {
    return this.#lastReport;
  }

  /** The newest report whose file name is part of a text. */
  reportNamedIn(text: string): number | undefined {
    const reports = [...this.#documents].filter(([, { uri }]) => uri.path.endsWith(".md"));
    return reports.findLast(([, { uri }]) => text.includes(uri.path.slice(1)))?.[0];
  }

  uri(id: number): Uri | undefined {
    return this.#document(id)?.uri;
  }

  text(id: number | undefined): string | undefined {
    return this.#document(id)?.text;
  }

  provideTextDocumentContent({ query }: Uri): string {
    const gone = l10n.t("This no longer exists. Run the command that created it again.");
    return this.#documents.get(Number(query))?.text ?? gone;
  }

  /** @param id defaults to the last answer @returns whether there is such a document */
  async open(id = this.#lastAnswer): Promise<boolean> {
    const document = this.#document(id);
    if (document !== undefined) await window.showTextDocument(document.uri, { preview: true });
    return document !== undefined;
  }

  /** @param id defaults to the last answer @returns whether there is such a document */
  async copy(id = this.#lastAnswer): Promise<boolean> {
    const document = this.#document(id);
    if (document !== undefined) await env.clipboard.writeText(document.text);
    return document !== undefined;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#documents.clear();
  }

  #add(name: string, text: string, extension: string): number {
    this.#count += 1;
    const time = clockTime(Date.now()).replaceAll(":", ".");
    const uri = Uri.from({ scheme: RESULT_SCHEME, path: `/${name} ${time}.${extension}`, query: String(this.#count) });
    this.#documents.set(this.#count, { uri, text });
    this.#documents.delete(this.#count - MOST_KEPT);
    return this.#count;
  }

  #document(id: number | undefined): { uri: Uri; text: string } | undefined {
    return id === undefined ? undefined : this.#documents.get(id);
  }
}
