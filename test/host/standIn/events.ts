type Listener<T> = (event: T) => unknown;

/** Like VS Code's, without error handling. */
export class EventEmitter<T> {
  /** Called with each emitter that is created. */
  static onCreate: ((emitter: EventEmitter<never>) => void) | undefined;
  readonly #listeners = new Set<Listener<T>>();

  constructor() {
    EventEmitter.onCreate?.(this as unknown as EventEmitter<never>);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  readonly event = (listener: Listener<T>): { dispose(): void } => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  fire(event: T): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

/** An event that never fires. */
export const none = (): { dispose(): void } => ({ dispose: () => undefined });
