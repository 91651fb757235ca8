import { setTimeout as delay } from "node:timers/promises";
import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";

/** In ms. Messages that have come are read meanwhile. */
const PAUSE = 1;

/** An editor may know lenses and ask for none; in ms. */
const PATIENCE = 500;

/** An editor draws what it was answered first before it is given more to draw; in ms. */
const SHOWING = 250;

/**
 * Work that can wait: it is done one after the other, each behind the messages that have come by then. So what people look
 * at first is answered first, and what is cancelled meanwhile is not done at all.
 *
 * An editor that starts asks for what can wait before it asks for what goes first, and while it shows a thousand problems
 * it shows nothing else.
 */
export class LowPriorityQueue {
  /** There is no need to wait: what goes first was answered once and is shown, or nobody will ask for it. */
  begin: () => void = () => undefined;
  readonly #begun = new Promise<void>((resolve) => {
    this.begin = resolve;
  });
  #begins: NodeJS.Timeout | undefined;
  #last: Promise<unknown> | undefined;
  readonly #patience: number;
  readonly #showing: number;

  /**
   * @param patience how long the first work waits for what goes first, in ms
   * @param showing how long it waits once that was answered, in ms
   */
  constructor(patience = PATIENCE, showing = SHOWING) {
    this.#patience = patience;
    this.#showing = showing;
  }

  /** Answers what goes first. */
  first<T>(work: () => T): T {
    this.#begins ??= setTimeout(this.begin, this.#showing).unref();
    return work();
  }

  /** Does a piece of work in its turn. Rejects with `RequestCancelled` where nobody waits for it any more. */
  do<T>(work: () => T, token: CancellationToken): Promise<T> {
    this.#last ??= Promise.race([this.#begun, delay(this.#patience, undefined, { ref: false })]);
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
