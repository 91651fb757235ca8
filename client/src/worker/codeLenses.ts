import { CancellationError, type CancellationToken, CodeLens, Range, type TextDocument } from "vscode";
import type { CodeLensMiddleware } from "vscode-languageclient/node";
import {
  type ArgusRequests,
  lensCommand,
  type LensKind,
  lensKinds,
  MOST_COMPLETE,
  type Result,
  unpackLenses,
} from "../../../server/src/protocol.ts";

type Method = "argus/codeLenses";
type Value = Result<ArgusRequests[Method]["value"]>;

/** Asks the worker. */
type Send = (method: Method, params: ArgusRequests[Method]["params"], token: CancellationToken) => Promise<Value>;

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
 * our worker tells where they stand in a few numbers each, and the lenses are made here.
 */
export function lensMiddleware(send: Send): CodeLensMiddleware {
  return {
    provideCodeLenses: async ({ uri }: TextDocument, token: CancellationToken) => {
      const document = uri.toString();
      const answer = await send("argus/codeLenses", { textDocument: { uri: document } }, token).catch(() => undefined);
      // A worker that is gone has no lenses to show; the next one has the editor ask again.
      if (answer?.ok !== true) throw new CancellationError();
      const places = unpackLenses(answer.value.places);
      const isComplete = places.length <= MOST_COMPLETE;
      return places.flatMap((place) => {
        const range = new Range(place.line, place.start, place.line, place.end);
        return lensKinds(place).map((kind) => {
          const lens = new RequestLens(range, kind, document);
          return isComplete ? lens.complete() : lens;
        });
      });
    },
    resolveCodeLens: (lens) => (lens instanceof RequestLens ? lens.complete() : lens),
  };
}
