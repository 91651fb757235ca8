/** One call as the sandbox saw it. Holds secrets: it is for assertions, not for output. */
export interface RequestRecord {
  readonly method: string;
  /** With its query. */
  readonly target: string;
  /** Lower-case name → value; repeated ones joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The form's fields, decoded. */
  readonly fields: Readonly<Record<string, string>>;
  /** Of the answer, once its headers went out. */
  status: number | undefined;
  /** The client closed the connection before the whole answer was sent. */
  aborted: boolean;
}

interface Waiter {
  predicate: (record: RequestRecord) => boolean;
  resolve: (record: RequestRecord) => void;
}

/** The calls of one sandbox, in the order they came. */
export class Journal {
  readonly records: RequestRecord[] = [];
  private readonly waiters = new Set<Waiter>();

  add(record: RequestRecord): void {
    this.records.push(record);
    this.changed();
  }

  /** To be called when a record has changed. */
  changed(): void {
    for (const waiter of this.waiters) {
      const record = this.records.find(waiter.predicate);
      if (record !== undefined) waiter.resolve(record);
    }
  }

  /** The first record for which the predicate holds or comes to hold; rejects after `timeout` ms. */
  seen(predicate: (record: RequestRecord) => boolean, timeout: number): Promise<RequestRecord> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        predicate,
        resolve: (record) => {
          clearTimeout(timer);
          this.waiters.delete(waiter);
          resolve(record);
        },
      };
      const timer = setTimeout(() => {
        this.waiters.delete(waiter);
        reject(new Error(`The sandbox saw no such request in ${timeout} ms, only ${this.records.length} others`));
      }, timeout);
      this.waiters.add(waiter);
      this.changed();
    });
  }
}
