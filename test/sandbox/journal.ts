/** One call as the sandbox saw it. Contains secrets: for assertions, not for output. */
export interface RequestRecord {
  readonly method: string;
  /** Includes the query. */
  readonly target: string;
  /** Lower-case name → value; repeated ones joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The form's fields, decoded. */
  readonly fields: Readonly<Record<string, string>>;
  /** Of the answer, once its headers were sent. */
  status: number | undefined;
  /** The client disconnected before the whole answer was sent. */
  aborted: boolean;
}

interface Waiter {
  predicate: (record: RequestRecord) => boolean;
  resolve: (record: RequestRecord) => void;
}

/** The calls of one sandbox, in order. */
export class Journal {
  readonly records: RequestRecord[] = [];
  private readonly waiters = new Set<Waiter>();

  add(record: RequestRecord): void {
    this.records.push(record);
    this.changed();
  }

  /** Must be called when a record has changed. */
  changed(): void {
    for (const waiter of this.waiters) {
      const record = this.records.find(waiter.predicate);
      if (record !== undefined) waiter.resolve(record);
    }
  }

  /** The first record that matches the predicate, now or later; rejects after `timeout` ms. */
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
