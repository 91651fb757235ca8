import { type CancellationToken, CancellationTokenSource } from "vscode";
import { failure, type Outcome } from "../failures/failure.ts";

/** Who waits for a call: may cancel, and hears of its partial results. */
export interface Waiter {
  readonly cancellation: CancellationToken;
  readonly onPartial: (result: unknown) => void;
}

/** Starts a call. */
type CallStarter<T> = (waiter: Waiter) => Promise<Outcome<T>>;

interface Call<T> {
  outcome: Promise<Outcome<T>>;
  source: CancellationTokenSource;
  waiting: number;
  /** Those of them who are people. */
  people: Set<Waiter>;
}

/** Calls of which there is one at a time for a key. It goes on as long as anyone waits for it. */
export class SharedCalls<T> {
  readonly #calls = new Map<string, Call<T>>();

  /**
   * Joins the call under way, or starts one.
   *
   * @param person who waits, if one does; the call ends with the last who waits for it. Errors: `cancelled`
   */
  async join(key: string, start: CallStarter<T>, person?: Waiter): Promise<Outcome<T>> {
    const call = this.#calls.get(key) ?? this.#begin(key, start);
    call.waiting += 1;
    if (person !== undefined) call.people.add(person);
    try {
      return await (person === undefined ? call.outcome : Promise.race([call.outcome, cancelled(person)]));
    } finally {
      call.waiting -= 1;
      if (person !== undefined) call.people.delete(person);
      if (call.waiting === 0) {
        // The next one does not join a call that is being cancelled.
        this.#end(key, call);
        call.source.cancel();
      }
    }
  }

  #begin(key: string, start: CallStarter<T>): Call<T> {
    const source = new CancellationTokenSource();
    const people = new Set<Waiter>();
    const onPartial = (result: unknown): void => {
      for (const person of people) person.onPartial(result);
    };
    const call: Call<T> = { outcome: start({ cancellation: source.token, onPartial }), source, waiting: 0, people };
    this.#calls.set(key, call);
    const end = (): void => {
      this.#end(key, call);
    };
    call.outcome.then(end, end);
    return call;
  }

  #end(key: string, call: Call<T>): void {
    if (this.#calls.get(key) === call) this.#calls.delete(key);
  }
}

function cancelled({ cancellation }: Waiter): Promise<Outcome<never>> {
  return new Promise((resolve) => {
    cancellation.onCancellationRequested(() => {
      resolve(failure("cancelled"));
    });
  });
}
