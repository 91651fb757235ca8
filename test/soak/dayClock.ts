import { closeSync, openSync, writeSync } from "node:fs";

interface Timer {
  at: number;
  every: number | undefined;
  run: () => void;
}

const TIMERS = ["setTimeout", "setInterval", "clearTimeout", "clearInterval"] as const;

/**
 * The time of the extension host while a day passes in minutes: its timers and `Date.now`. While the machine sleeps,
 * the time of day goes on and timers stand still. Other processes read the time of day in a file.
 */
export class DayClock {
  readonly #real = { now: Date.now, ...Object.fromEntries(TIMERS.map((name) => [name, globalThis[name]])) };
  readonly #timers = new Map<number, Timer>();
  readonly #file: number;
  #wall: number;
  /** In ms that the machine was awake. */
  #awake = 0;
  #lastId = 0;

  /** @param file to write the time to, in ms since the epoch */
  constructor(file: string, start: number) {
    this.#file = openSync(file, "w");
    this.#wall = start;
    this.#write();
  }

  get now(): number {
    return this.#wall;
  }

  /** How many timers are waiting. */
  get waiting(): number {
    return this.#timers.size;
  }

  install(): void {
    Date.now = () => this.#wall;
    const add =
      (every: boolean) =>
      (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
        this.#add(() => run(...args), Math.max(1, ms), every);
    const clear = (timer: { id: number } | undefined): void => void this.#timers.delete(timer?.id ?? 0);
    Object.assign(globalThis, {
      setTimeout: add(false),
      setInterval: add(true),
      clearTimeout: clear,
      clearInterval: clear,
    });
  }

  uninstall(): void {
    const { now, ...timers } = this.#real;
    Date.now = now;
    Object.assign(globalThis, timers);
    closeSync(this.#file);
  }

  /** Lets time pass, and runs what is due. */
  tick(ms: number): void {
    const end = this.#awake + ms;
    for (;;) {
      const [id, next] = [...this.#timers].reduce<[number, Timer]>(
        (first, other) => (other[1].at < first[1].at ? other : first),
        [0, { at: Infinity, every: undefined, run: () => undefined }],
      );
      if (next.at > end) break;
      this.#pass(next.at - this.#awake);
      if (next.every === undefined) this.#timers.delete(id);
      else next.at += next.every;
      next.run();
    }
    this.#pass(end - this.#awake);
  }

  /** The machine sleeps. */
  sleep(ms: number): void {
    this.#wall += ms;
    this.#write();
  }

  #add(run: () => void, ms: number, every: boolean) {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#timers.set(id, { at: this.#awake + ms, every: every ? ms : undefined, run });
    const handle = { id, ref: () => handle, unref: () => handle, hasRef: () => true };
    return handle;
  }

  #pass(ms: number): void {
    if (ms === 0) return;
    this.#awake += ms;
    this.#wall += ms;
    this.#write();
  }

  /** In place, so that a reader never sees half of it. */
  #write(): void {
    writeSync(this.#file, String(this.#wall), 0);
  }
}
