import type { Outcome } from "../failures/failure.ts";

/** Asks one question at a time per key: several commands share the answer. */
export class SharedQuestions<T> {
  readonly #open = new Map<string, Promise<Outcome<T>>>();

  ask(key: string, ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const asked = this.#open.get(key) ?? ask();
    this.#open.set(key, asked);
    return asked.finally(() => {
      if (this.#open.get(key) === asked) this.#open.delete(key);
    });
  }
}
