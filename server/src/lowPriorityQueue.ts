import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";
import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import { ignored } from "../../common/ignored.ts";

/** In ms. Messages that arrive during this time are read first. */
const PAUSE = 1;
/** How many waiting messages still go first on a machine too busy to read them in that time: each takes one turn. */
const TURNS = 16;

/**
 * Runs tasks that can wait, one at a time, and lets every message that has arrived go first. So lenses and hovers
 * overtake the diagnostics and the outline of a large file, and a task that the editor cancels meanwhile never runs.
 */
export class LowPriorityQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs a task when its turn comes. Rejects with `RequestCancelled` if the editor cancelled it before. */
  run<T>(task: () => T, token: CancellationToken): Promise<T> {
    const turn = this.#last.then(async () => {
      await delay(PAUSE);
      for (let turn = 0; turn < TURNS; turn++) await nextTurn();
      if (token.isCancellationRequested) {
        throw new ResponseError(LSPErrorCodes.RequestCancelled, "The request was cancelled.");
      }
      return task();
    });
    this.#last = turn.catch(ignored("its caller gets the rejection"));
    return turn;
  }
}
