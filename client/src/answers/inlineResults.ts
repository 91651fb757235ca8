import * as l10n from "@vscode/l10n";
import {
  type Disposable,
  type MarkdownString,
  type Range,
  type TextDocument,
  type TextEditorDecorationType,
  ThemeColor,
  type Uri,
  window,
  workspace,
} from "vscode";
import type { Claims } from "../../../common/protocol/requests.ts";
import type { Range as ProtocolRange } from "../../../common/protocol/documents.ts";
import type { Redactor } from "../../../common/redaction.ts";
import { trackLine, type TrackedLine } from "../documents/lineTracker.ts";
import { plainText } from "../text/plainText.ts";
import type { ResultDocuments } from "./resultDocuments.ts";
import { resultHover, type ResultKind, resultTitle } from "./resultHover.ts";
import { cut } from "./summary.ts";

/** An answer of Argus about a token. */
export interface Result {
  kind: ResultKind;
  /** Not good: a token that is not active, or otherwise than it was held. */
  good: boolean;
  summary: string;
  claims: Claims;
}

interface Shown {
  id: number;
  uri: string;
  tracked: TrackedLine;
  look: Look;
  summary: string;
  hover: MarkdownString;
}

type Look = "active" | "inactive" | "userinfo";

/** Contributed, so that themes and people can have their own. */
const COLORS: Readonly<Record<Look, string>> = {
  active: "argus.activeForeground",
  inactive: "argus.inactiveForeground",
  userinfo: "argus.userinfoForeground",
};
const LOOKS = Object.keys(COLORS) as Look[];

/** Answers shown behind the lines that they are about, until those lines change. */
export class InlineResults implements Disposable {
  readonly #documents: ResultDocuments;
  readonly #redactor: Redactor;
  readonly #decorations: Readonly<Record<Look, TextEditorDecorationType>>;
  readonly #subscription: Disposable;
  #shown: Shown[] = [];

  constructor(documents: ResultDocuments, redactor: Redactor) {
    this.#documents = documents;
    this.#redactor = redactor;
    this.#decorations = {
      active: decoration("active"),
      inactive: decoration("inactive"),
      userinfo: decoration("userinfo"),
    };
    this.#subscription = window.onDidChangeVisibleTextEditors(() => {
      this.#render();
    });
  }

  /** Shows an answer behind a line, in place of an earlier one there. */
  show(document: TextDocument, line: number, result: Result): void {
    const uri = document.uri.toString();
    this.#drop((shown) => isAt(shown, document.uri, line));
    const json = this.#redactor.redact(JSON.stringify(result.claims, undefined, 2));
    const summary = this.#redactor.redact(result.summary);
    const tracked = trackLine(document, line, () => {
      this.#drop((shown) => shown.tracked.line === undefined);
      this.#render();
    });
    const id = this.#documents.addAnswer(result.kind, json);
    const hover = resultHover(result.kind, summary, json, id);
    const look = result.kind === "userinfo" ? "userinfo" : result.good ? "active" : "inactive";
    this.#shown.push({ id, uri, tracked, look, summary, hover });
    this.#render();
    this.#announce(result.kind, summary, id).catch(() => undefined);
  }

  /** Screen readers are told of notifications, not of what stands behind a line. */
  async #announce(kind: ResultKind, summary: string, id: number): Promise<void> {
    if (workspace.getConfiguration("editor").get("accessibilitySupport") !== "on") return;
    const open = l10n.t("Open as JSON");
    const chosen = await window.showInformationMessage(plainText(`${resultTitle(kind)}: ${summary}`), open);
    if (chosen === open) await this.#documents.open(id);
  }

  /** Takes away all answers in a document. */
  clear(uri: Uri): void {
    this.#drop((shown) => shown.uri === uri.toString());
    this.#render();
  }

  /** Takes away one answer, by the number that its hover knows. */
  close(id: number): void {
    this.#drop((shown) => shown.id === id);
    this.#render();
  }

  /** Takes away the answers behind lines of which something is in a range. */
  closeIn(uri: Uri, { start, end }: ProtocolRange): void {
    const isIn = (line: number): boolean =>
      start.line <= line && (line < end.line || (line === end.line && end.character > 0));
    this.#drop(
      ({ uri: document, tracked: { line } }) => document === uri.toString() && line !== undefined && isIn(line),
    );
    this.#render();
  }

  dispose(): void {
    this.#drop(() => true);
    this.#subscription.dispose();
    for (const look of LOOKS) this.#decorations[look].dispose();
  }

  #drop(which: (shown: Shown) => boolean): void {
    for (const shown of this.#shown.filter(which)) shown.tracked.dispose();
    this.#shown = this.#shown.filter((shown) => !which(shown));
  }

  #render(): void {
    for (const editor of window.visibleTextEditors) {
      const uri = editor.document.uri.toString();
      for (const look of LOOKS) {
        const here = this.#shown.filter((shown) => shown.uri === uri && shown.look === look);
        editor.setDecorations(
          this.#decorations[look],
          here.flatMap(({ tracked: { line }, summary, hover }) =>
            line === undefined || line >= editor.document.lineCount
              ? []
              : [
                  {
                    range: lineRange(editor.document, line),
                    hoverMessage: hover,
                    renderOptions: { after: { contentText: cut(summary) } },
                  },
                ],
          ),
        );
      }
    }
  }
}

function isAt({ uri, tracked }: Shown, document: Uri, line: number | undefined): boolean {
  return uri === document.toString() && tracked.line === line;
}

function decoration(look: Look): TextEditorDecorationType {
  return window.createTextEditorDecorationType({
    after: { color: new ThemeColor(COLORS[look]), margin: "0 0 0 3ch", fontStyle: "italic" },
  });
}

/** The whole line, so that its hover shows on the text and on the answer behind it. */
function lineRange(document: TextDocument, line: number): Range {
  return document.lineAt(line).range;
}
