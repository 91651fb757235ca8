import type { CallRecord } from "../../../common/protocol/callRecord.ts";
import type { Redactor } from "../../../common/redaction.ts";

/** How many calls are kept. */
const MOST_CALLS = 50;

/** The last calls of this window, whichever worker made them. In memory only. */
export class Recorder {
  readonly #redactor: Redactor;
  #calls: CallRecord[] = [];

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** They come without secrets; what this side knows to be one goes as well. */
  add(record: CallRecord): void {
    const { body } = record;
    const clean = body === undefined ? record : { ...record, body: this.#redactor.redact(body) };
    this.#calls = [clean, ...this.#calls].slice(0, MOST_CALLS);
  }

  /** The last one first. */
  get calls(): readonly CallRecord[] {
    return this.#calls;
  }
}
