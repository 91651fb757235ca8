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

type Method = "argus/codeLenses";
type LensAnswer = Result<ArgusRequests[Method]["value"]>;

/** So many lines above and below what is shown are soon shown too. */
const MARGIN = 50;

const LANGUAGE = "http";

/**
 * For which documents VS Code asks for our lenses. Of the lenses on one line it shows those first whose selector fits
 * best, and of equal ones those that were registered last. A selector for any language fits worst: ours come behind those
 * that send the request, in whatever order the extensions start.
 */
export const lensSelector = [{ language: "*" }];

/** Asks the worker. */
type SendRequest = (
  method: Method,
  params: ArgusRequests[Method]["params"],
  token: CancellationToken,
) => Promise<LensAnswer>;

/** A lens that knows what it is for: its command is put in when the editor shows it. */
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
 * Lenses are asked for anew with each edit. As LSP has them they are three objects a request, megabytes for a large file;
 * our worker tells where they stand in a few numbers each, and the lenses are made here. Of many, those in sight have their
 * commands at once: the editor draws none before it has those, and asks for them after a while only.
 */
export function lensMiddleware(send: SendRequest): CodeLensMiddleware {
  return {
    provideCodeLenses: async (document: TextDocument, token: CancellationToken) => {
      // VS Code asks for every language: see `lensSelector`.
      if (document.languageId !== LANGUAGE) return undefined;
      const uri = document.uri.toString();
      const answer = await send("argus/codeLenses", { textDocument: { uri } }, token).catch(() => undefined);
      // A worker that is gone has no lenses to show; the next one has the editor ask again.
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

/** Tells of a line whether an editor shows it, or soon may. */
function shownLines(document: TextDocument): (line: number) => boolean {
  const shown = window.visibleTextEditors.flatMap((editor) =>
    editor.document === document ? editor.visibleRanges : [],
  );
  return (line) => shown.some(({ start, end }) => start.line - MARGIN <= line && line <= end.line + MARGIN);
}
