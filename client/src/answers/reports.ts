import { commands, type Disposable, env, extensions, TabInputText, TabInputWebview, window } from "vscode";
import type { Redactor } from "../../../common/redaction.ts";
import { ignored } from "../../../common/ignored.ts";
import { plainReport } from "./plainReport.ts";
import { RESULT_SCHEME, type ResultDocuments } from "./resultDocuments.ts";

const MARKDOWN = "vscode.markdown-language-features";

/** A `when` clause's key: the active tab shows a report. */
const IS_SHOWN = "argus.isReport";

/** Reports in Markdown, opened in VS Code's own preview, and copied as plain text. */
export class Reports implements Disposable {
  readonly #documents: ResultDocuments;
  readonly #redactor: Redactor;
  readonly #subscriptions: Disposable[];

  constructor(documents: ResultDocuments, redactor: Redactor) {
    this.#documents = documents;
    this.#redactor = redactor;
    const update = (): void => {
      commands
        .executeCommand("setContext", IS_SHOWN, this.#active() !== undefined)
        .then(undefined, ignored("the command palette has the command too"));
    };
    this.#subscriptions = [window.tabGroups.onDidChangeTabs(update), window.tabGroups.onDidChangeTabGroups(update)];
  }

  /** Opens a report; its source where the preview is disabled or fails. */
  async show(name: string, markdown: string): Promise<void> {
    const id = this.#documents.addReport(name, this.#redactor.redact(markdown));
    if (!(await this.#preview(id))) await this.#documents.open(id);
  }

  /** Copies the report in the active tab, else the last one, without secrets. @returns whether there is one */
  async copy(): Promise<boolean> {
    const id = this.#active() ?? this.#documents.lastReport;
    const markdown = this.#documents.text(id);
    // A secret may have become known since the report was written.
    if (markdown !== undefined) await env.clipboard.writeText(plainReport(this.#redactor.redact(markdown)));
    return markdown !== undefined;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #preview(id: number): Promise<boolean> {
    if (extensions.getExtension(MARKDOWN) === undefined) return false;
    try {
      // Another preview would turn to whichever Markdown file is opened next.
      await commands.executeCommand("markdown.showPreview", this.#documents.uri(id), undefined, { locked: true });
      return true;
    } catch {
      return false;
    }
  }

  /** The report in the active tab. A preview's tab has no URI, but the document's name in its label. */
  #active(): number | undefined {
    const tab = window.tabGroups.activeTabGroup.activeTab;
    const { input } = tab ?? {};
    if (input instanceof TabInputText && input.uri.scheme === RESULT_SCHEME) return Number(input.uri.query);
    const isPreview = input instanceof TabInputWebview && input.viewType.endsWith("markdown.preview");
    return isPreview ? this.#documents.reportNamedIn(tab?.label ?? "") : undefined;
  }
}
