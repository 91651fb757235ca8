import { CancellationError, type CancellationToken, CodeLens, Range, type TextDocument, window } from "vscode";
import type { CodeLensMiddleware } from "vscode-languageclient/node";
import type { ArgusRequests } from "../../../common/protocol/requests.ts";
import type { Result } from "../../../common/protocol/errors.ts";
import {
  lensCommand,
  type LensKind,
  lensKinds,
  MOST_COMPLETE,
  unpackLenses,
} from "../../../common/protocol/codeLenses.ts";
import { ignored } from "../failures/ignored.ts";

type Method = "argus/codeLenses";
type LensAnswer = Result<ArgusRequests[Method]["value"]>;

/** Lines above and below the visible ones that may be shown soon. */
const MARGIN = 50;

const LANGUAGE = "http";

/**
 * The documents for which VS Code requests our lenses. On one line, it shows lenses with the better matching selector
 * first, and of equal ones those registered last. A selector for any language is the worst match, so ours come after
 * those that send the request, whatever order the extensions start in.
 */
export const lensSelector = [{ language: "*" }];

type SendRequest = (
  method: Method,
  params: ArgusRequests[Method]["params"],
  token: CancellationToken,
) => Promise<LensAnswer>;

/** A lens that knows its kind: its command is added when the editor shows it. */
class RequestLens extends CodeLens {
  readonly #kind: LensKind;
  readonly #uri: string;

  constructor(range: Range, kind: LensKind, uri: string) {
    super(range);
    this.#kind = kind;
    this.#uri = uri;
  }

  complete(): this {
    this.command = lensCommand(this.#kind, this.#uri, this.range.start.line);
    return this;
  }
}

/**
 * Lenses are requested with every edit. In LSP form they take three objects per request, megabytes for a large file.
 * Our worker sends a few numbers per request instead, and the lenses are created here. In a large file, only visible
 * lenses get their commands at once: the editor draws a lens once it has its command, and otherwise asks for it after a
 * delay.
 */
export function lensMiddleware(send: SendRequest): CodeLensMiddleware {
  return {
    provideCodeLenses: async (document: TextDocument, token: CancellationToken) => {
      // VS Code requests lenses for every language: see `lensSelector`.
      if (document.languageId !== LANGUAGE) return undefined;
      const uri = document.uri.toString();
      const answer = await send("argus/codeLenses", { textDocument: { uri } }, token).catch(
        ignored("without an answer there are no lenses"),
      );
      // Without a worker there are no lenses; the next worker has the editor ask again.
      if (answer?.ok !== true) throw new CancellationError();
      const { mode } = answer.value;
      const positions = unpackLenses(answer.value.positions);
      const isShown = positions.length <= MOST_COMPLETE ? () => true : shownLines(document);
      return positions.flatMap((position) => {
        const range = new Range(position.line, position.start, position.line, position.end);
        return lensKinds(position, mode).map((kind) => {
          const lens = new RequestLens(range, kind, uri);
          return isShown(position.line) ? lens.complete() : lens;
        });
      });
    },
    resolveCodeLens: (lens) => (lens instanceof RequestLens ? lens.complete() : lens),
  };
}

/** Tells whether an editor shows a line, or may do so soon. */
function shownLines(document: TextDocument): (line: number) => boolean {
  const shown = window.visibleTextEditors.flatMap((editor) =>
    editor.document === document ? editor.visibleRanges : [],
  );
  return (line) => shown.some(({ start, end }) => start.line - MARGIN <= line && line <= end.line + MARGIN);
}
