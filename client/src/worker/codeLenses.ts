import { CancellationError, type CancellationToken, CodeLens, Range, type TextDocument, window } from "vscode";
import type { CodeLensMiddleware } from "vscode-languageclient/node";
import type { ArgusRequests } from "../../../common/protocol/requests.ts";
import type { Result } from "../../../common/protocol/errors.ts";
import { lensCommand, type LensKind, lensKinds, unpackLenses } from "../../../common/protocol/codeLenses.ts";
import type { LensState } from "../../../common/protocol/lensState.ts";
import { ignored } from "../../../common/ignored.ts";

type Method = "argus/codeLenses" | "argus/lensState";

/** Lines above and below the visible ones that may be shown soon. */
const MARGIN = 50;

const LANGUAGE = "http";

/**
 * The documents for which VS Code requests our lenses. On one line, it shows lenses with the better matching selector
 * first, and of equal ones those registered last. A selector for any language is the worst match, so ours come after
 * those that send the request, whatever order the extensions start in.
 */
export const lensSelector = [{ language: "*" }];

type Send = <M extends Method>(
  method: M,
  params: ArgusRequests[M]["params"],
  token: CancellationToken,
) => Promise<Result<ArgusRequests[M]["value"]>>;

/** A lens that knows its kind: its command is added when the editor shows it. */
class RequestLens extends CodeLens {
  readonly kind: LensKind;
  readonly uri: string;

  constructor(range: Range, kind: LensKind, uri: string) {
    super(range);
    this.kind = kind;
    this.uri = uri;
  }

  complete(state: LensState): this {
    const { kind, uri } = this;
    const { line } = this.range.start;
    this.command = lensCommand({ kind, uri, line, state, now: Date.now(), hasIcons: true });
    return this;
  }
}

/**
 * Lenses are requested with every edit. In LSP form they take three objects per request, megabytes for a large file.
 * Our worker sends a few numbers per request instead, and the lenses are created here. In a large file, only visible
 * lenses get their commands at once: the editor draws a lens once it has its command, and otherwise asks for it after a
 * delay.
 */
export function lensMiddleware(send: Send): CodeLensMiddleware {
  return {
    provideCodeLenses: async (document: TextDocument, token: CancellationToken) => {
      // VS Code requests lenses for every language: see `lensSelector`.
      if (document.languageId !== LANGUAGE) return undefined;
      const uri = document.uri.toString();
      const params = { textDocument: { uri }, shown: shownLines(document) };
      const answer = await send("argus/codeLenses", params, token).catch(
        ignored("without an answer there are no lenses"),
      );
      // Without a worker there are no lenses; the next worker has the editor ask again.
      if (answer?.ok !== true) throw new CancellationError();
      const { mode } = answer.value;
      return unpackLenses(answer.value).flatMap((position) => {
        const range = new Range(position.line, position.start, position.line, position.end);
        return lensKinds(position, mode).map((kind) => {
          const lens = new RequestLens(range, kind, uri);
          return position.state ? lens.complete(position.state) : lens;
        });
      });
    },
    resolveCodeLens: async (lens, token) => {
      if (!(lens instanceof RequestLens)) return lens;
      const { uri, range } = lens;
      const params = { textDocument: { uri }, line: range.start.line };
      const answer = await send("argus/lensState", params, token).catch(
        ignored("without an answer the lens names no state"),
      );
      return lens.complete((answer?.ok === true ? answer.value : undefined) ?? { kind: "none" });
    },
  };
}

/** The lines that editors show or may show soon, as pairs of the first and last one. */
function shownLines(document: TextDocument): [first: number, last: number][] {
  return window.visibleTextEditors
    .flatMap((editor) => (editor.document === document ? editor.visibleRanges : []))
    .map(({ start, end }) => [start.line - MARGIN, end.line + MARGIN]);
}
