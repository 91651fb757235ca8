/** A text, the label that was picked, or several values. */
export type Answer = string | readonly string[];

/** The answers of a flow so far, by question. */
export class Answers {
  /** Answers that count: their questions are not asked again. */
  readonly given = new Map<string, Answer>();
  /** The last answers or typed texts, to preselect. */
  readonly earlier = new Map<string, Answer>();
  /** Some answer took more than picking from lists and accepting defaults. */
  isTyped = false;
  readonly #secrets = new Set<string>();

  /** Marks the answer to a question as a secret. */
  markSecret(name: string): void {
    this.#secrets.add(name);
  }

  give(name: string, answer: Answer): void {
    this.given.set(name, answer);
    this.earlier.set(name, answer);
  }

  takeBack(names: readonly string[]): void {
    for (const name of names) this.given.delete(name);
  }

  forgetSecrets(): void {
    for (const name of this.#secrets) {
      this.given.delete(name);
      this.earlier.delete(name);
    }
  }
}
