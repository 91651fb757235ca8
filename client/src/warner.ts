import { offerWarning } from "./report.ts";

/** Shows what a person should know though a call worked: each text once in a window. */
export class Warner {
  readonly #shown = new Set<string>();

  warn(warnings: readonly string[] = []): void {
    for (const text of warnings) {
      if (this.#shown.has(text)) continue;
      this.#shown.add(text);
      offerWarning(text);
    }
  }
}
