import * as l10n from "@vscode/l10n";
import {
  type DecorationOptions,
  type Disposable,
  type Event,
  EventEmitter,
  type TextDocument,
  type TextEditor,
  type TextEditorDecorationType,
  type TextLine,
  ThemeColor,
  type Uri,
  window,
  workspace,
} from "vscode";
import { readableJson } from "../../../common/json.ts";
import type { Claims } from "../../../common/protocol/requests.ts";
import type { Redactor } from "../../../common/redaction.ts";
import { type TrackedLine, trackLine } from "../documents/lineTracker.ts";
import { plainText } from "../../../common/plainText.ts";
import { endOf, isOver, type Subject } from "./answerValidity.ts";
import type { ResultDocuments } from "./resultDocuments.ts";
import { resultHover, type ResultKind, resultTitle } from "./resultHover.ts";
import { located, pastSummary, shownSummary } from "./summary.ts";
import { ignored } from "../../../common/ignored.ts";

/** Argus' answer about a token. */
export interface Result {
  kind: ResultKind;
  /** False if the token is not active, or the answer differs from what was known. */
  good: boolean;
  summary: string;
  claims: Claims;
  subject: Subject;
}

interface InlineResult {
  id: number;
  uri: string;
  tracked: TrackedLine;
  kind: ResultKind;
  good: boolean;
  summary: string;
  json: string;
  subject: Subject;
  /** The answer no longer describes the request; this is final. */
  isOutdated: boolean;
}

/** An answer and where it is shown. */
export interface ShownAnswer {
  id: number;
  uri: string;
  line: number;
  subject: Subject;
}

type ResultStyle = "active" | "inactive" | "userinfo" | "session" | "past";

/** Contributed, so that themes and people can change them. */
const COLORS: Readonly<Record<ResultStyle, string>> = {
  active: "argus.activeForeground",
  inactive: "argus.inactiveForeground",
  userinfo: "argus.userinfoForeground",
  session: "argus.userinfoForeground",
  past: "argus.pastForeground",
};
const RESULT_STYLES = Object.keys(COLORS) as ResultStyle[];

/**
 * The longest delay before checking the clock, in ms: timers stop while the machine sleeps and ignore clock changes.
 */
const LONGEST_WAIT = 30_000;

/** Shows answers after the lines that they are about until those lines change; outdated answers are grey. */
export class InlineResults implements Disposable {
  readonly #documents: ResultDocuments;
  readonly #redactor: Redactor;
  readonly #decorations: Readonly<Record<ResultStyle, TextEditorDecorationType>>;
  readonly #subscriptions: { dispose(): unknown }[];
  readonly #onDidShow = new EventEmitter<void>();
  #shown: InlineResult[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(documents: ResultDocuments, redactor: Redactor) {
    this.#documents = documents;
    this.#redactor = redactor;
    this.#decorations = {
      active: decoration("active"),
      inactive: decoration("inactive"),
      userinfo: decoration("userinfo"),
      session: decoration("session"),
      past: decoration("past"),
    };
    const render = (): void => {
      this.#render();
    };
    this.#subscriptions = [
      this.#onDidShow,
      window.onDidChangeVisibleTextEditors(render),
      window.onDidChangeWindowState(render),
    ];
  }

  /** An answer was added. */
  get onDidShow(): Event<void> {
    return this.#onDidShow.event;
  }

  /** Shows an answer after a line and replaces an earlier one there. */
  show(document: TextDocument, line: number, { kind, good, claims, subject, ...result }: Result): void {
    const uri = document.uri.toString();
    this.#drop((shown) => isAt(shown, document.uri, line));
    const json = this.#redactor.redact(readableJson(claims));
    const summary = this.#redactor.redact(result.summary);
    const tracked = trackLine(document, line, () => {
      this.#drop((shown) => shown.tracked.line === undefined);
      this.#render();
    });
    const id = this.#documents.addAnswer(kind, json);
    this.#shown.push({ id, uri, tracked, kind, good, summary, json, subject, isOutdated: false });
    this.#render();
    this.#announce(document, kind, located(summary, subject.location), id).catch(
      ignored("the answer is at the request too"),
    );
    this.#onDidShow.fire();
  }

  /** The shown answers and their positions. */
  answers(): ShownAnswer[] {
    return this.#shown.flatMap(({ id, uri, tracked: { line }, subject }) =>
      line === undefined ? [] : [{ id, uri, line, subject }],
    );
  }

  /** Marks answers as outdated. */
  outdate(ids: readonly number[]): void {
    if (ids.length === 0) return;
    for (const shown of this.#shown) shown.isOutdated ||= ids.includes(shown.id);
    this.#render();
  }

  /** Marks the answer at a line as outdated. */
  outdateAt(uri: Uri, line: number | undefined): void {
    this.outdate(this.#shown.filter((shown) => isAt(shown, uri, line)).map(({ id }) => id));
  }

  /** Screen readers do not announce text after a line, and a hidden tab does not show it: both need a notification. */
  async #announce(document: TextDocument, kind: ResultKind, summary: string, id: number): Promise<void> {
    const isHidden = !window.visibleTextEditors.some((editor) => editor.document === document);
    if (!isHidden && workspace.getConfiguration("editor").get("accessibilitySupport") !== "on") return;
    const open = l10n.t("Open as JSON");
    const chosen = await window.showInformationMessage(plainText(`${resultTitle(kind)}: ${summary}`), open);
    if (chosen === open) await this.#documents.open(id);
  }

  /** Removes all answers in a document. @returns whether there were any */
  clear(uri: Uri): boolean {
    return this.#remove((shown) => shown.uri === uri.toString());
  }

  /** Removes one answer by its id, which the hover knows. @returns whether it was there */
  close(id: number): boolean {
    return this.#remove((shown) => shown.id === id);
  }

  /** Removes the answers on these lines. @returns whether there were any */
  closeIn(uri: Uri, first: number, last: number): boolean {
    return this.#remove(
      ({ uri: document, tracked: { line = -1 } }) => document === uri.toString() && first <= line && line <= last,
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#drop(() => true);
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const style of RESULT_STYLES) this.#decorations[style].dispose();
  }

  /** @returns whether there were any */
  #remove(isGone: (shown: InlineResult) => boolean): boolean {
    const before = this.#shown.length;
    this.#drop(isGone);
    this.#render();
    return this.#shown.length < before;
  }

  #drop(which: (shown: InlineResult) => boolean): void {
    for (const shown of this.#shown.filter(which)) shown.tracked.dispose();
    this.#shown = this.#shown.filter((shown) => !which(shown));
  }

  /** Draws the current state. */
  #render(): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    for (const shown of this.#shown) shown.isOutdated ||= isOver(shown.subject, now);
    for (const editor of window.visibleTextEditors) this.#draw(editor, now);
    const ends = this.#shown.flatMap(({ subject, isOutdated }) => (isOutdated ? [] : [endOf(subject) ?? Infinity]));
    if (ends.length > 0) {
      this.#timer = setTimeout(
        () => {
          this.#render();
        },
        Math.min(LONGEST_WAIT, Math.min(...ends) - now),
      );
    }
  }

  #draw(editor: TextEditor, now: number): void {
    const { document } = editor;
    const uri = document.uri.toString();
    const here = this.#shown.filter((shown) => shown.uri === uri);
    for (const style of RESULT_STYLES) {
      const options = here
        .filter((shown) => styleOf(shown) === style)
        .flatMap((shown) => {
          const { line } = shown.tracked;
          if (line === undefined || line >= document.lineCount) return [];
          return [optionsFor(shown, document.lineAt(line), line, now)];
        });
      editor.setDecorations(this.#decorations[style], options);
    }
  }
}

function optionsFor(shown: InlineResult, { range, text }: TextLine, line: number, now: number): DecorationOptions {
  const { id, uri, kind, summary, json, subject, isOutdated } = shown;
  const past = isOutdated ? pastSummary(kind, subject, now) : undefined;
  const then = past === undefined ? undefined : summary;
  const { location } = subject;
  const isBad = location === "request" && !subject.active;
  const insert: [string, number] | undefined = location === "session" || isBad ? [uri, line] : undefined;
  return {
    // The whole line, so that its hover appears on the text and on the answer after it.
    range,
    hoverMessage: resultHover({ kind, heading: located(past ?? summary, location), then, json, id, insert }),
    renderOptions: { after: { contentText: shownSummary(past ?? summary, location, text.length) } },
  };
}

function styleOf({ kind, good, subject, isOutdated }: InlineResult): ResultStyle {
  if (isOutdated) return "past";
  // Green means that the request itself carries the token.
  if (subject.location === "session" && good) return "session";
  return kind === "userinfo" ? "userinfo" : good ? "active" : "inactive";
}

function isAt({ uri, tracked }: InlineResult, document: Uri, line: number | undefined): boolean {
  return uri === document.toString() && tracked.line === line;
}

function decoration(style: ResultStyle): TextEditorDecorationType {
  return window.createTextEditorDecorationType({
    after: { color: new ThemeColor(COLORS[style]), margin: "0 0 0 3ch", fontStyle: "italic" },
  });
}
