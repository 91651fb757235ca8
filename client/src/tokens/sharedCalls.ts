import { type CancellationToken, CancellationTokenSource } from "vscode";
import { failure, type Outcome } from "../failures/failure.ts";

/** A person who waits for a call: can cancel it and sees partial results. */
export interface Waiter {
  readonly cancellation: CancellationToken;
  readonly onPartial: (result: unknown) => void;
}

type CallStarter<T> = (waiter: Waiter) => Promise<Outcome<T>>;

interface Call<T> {
  outcome: Promise<Outcome<T>>;
  source: CancellationTokenSource;
  waiting: number;
  /** The waiters who are people. */
  people: Set<Waiter>;
}

/** Runs one call at a time per key. A call goes on as long as anyone waits for it or uses its outcome. */
export class SharedCalls<T> {
  readonly #calls = new Map<string, Call<T>>();

  /**
   * Joins the current call, or starts one.
   *
   * @param use what this waiter does with the outcome. A call that succeeded can be joined until all
   *   waiters have done this, so that no other token is fetched while the first one is being stored.
   * @param person the person who waits, if any; a call is cancelled when no one waits any longer. Errors: `cancelled`
   */
  async join<R>(
    key: string,
    start: CallStarter<T>,
    use: (outcome: Outcome<T>) => Promise<R>,
    person?: Waiter,
  ): Promise<R> {
    const call = this.#calls.get(key) ?? this.#begin(key, start);
    call.waiting += 1;
    if (person !== undefined) call.people.add(person);
    try {
      return await use(await (person === undefined ? call.outcome : Promise.race([call.outcome, cancelled(person)])));
    } finally {
      call.waiting -= 1;
      if (person !== undefined) call.people.delete(person);
      if (call.waiting === 0) {
        // Later callers must not join a call that is being cancelled.
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
    call.outcome.then(({ ok }) => {
      if (!ok) end();
    }, end);
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
