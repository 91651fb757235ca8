import type { CallRecord } from "../../../common/protocol/callRecord.ts";
import type { Redactor } from "../../../common/redaction.ts";

const MOST_CALLS = 50;

/** The most recent calls of this window, from any of its workers. In memory only. */
export class Recorder {
  readonly #redactor: Redactor;
  #calls: CallRecord[] = [];

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** Records come without secrets; secrets known only to this side are removed here. */
  add(record: CallRecord): void {
    const { body } = record;
    const clean = body === undefined ? record : { ...record, body: this.#redactor.redact(body) };
    this.#calls = [clean, ...this.#calls].slice(0, MOST_CALLS);
  }

  /** Most recent first. */
  get calls(): readonly CallRecord[] {
    return this.#calls;
  }
}
