import { setTimeout as delay } from "node:timers/promises";
import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";

/** In ms. Messages that have come are read meanwhile. */
const PAUSE = 1;

/**
 * Work that can wait: it is done one after the other, each behind the messages that have come by then. So what people look
 * at first is answered first, and what is cancelled meanwhile is not done at all.
 */
export class Later {
  #last: Promise<unknown> = Promise.resolve();

  /** Does a piece of work in its turn. Rejects with `RequestCancelled` where nobody waits for it any more. */
  do<T>(work: () => T, token: CancellationToken): Promise<T> {
    const turn = this.#last.then(async () => {
      await delay(PAUSE);
      if (token.isCancellationRequested) {
        throw new ResponseError(LSPErrorCodes.RequestCancelled, "The request was cancelled.");
      }
      return work();
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
