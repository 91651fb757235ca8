import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { queryObjects } from "node:v8";
import type { Argus } from "../bench/argus.ts";
import { memoryOf } from "../bench/memory.ts";
import type { LiveDocument } from "../unit/faults/liveDocument.ts";
import type { DayClock } from "./dayClock.ts";
import { heapOf, ownHeap } from "./otherProcess.ts";
import { type SoakWindow, TIME_LIMIT } from "./window.ts";

/** How much happens in a day. */
export interface Amounts {
  /** The time that the machine is awake. */
  minutes: number;
  /** Minutes between two samples. */
  every: number;
  files: number;
  edits: number;
  calls: number;
  sleeps: number;
}

/** What is there while nothing happens. */
export interface Sample {
  minute: number;
  /** Of the extension host and the worker after a garbage collection, in MB. */
  heap: number;
  workerHeap: number;
  workerRss: number | undefined;
  /** For events of VS Code, of the client and of the process. */
  listeners: number;
  timers: number;
  /** Each wait that is not over holds some. */
  promises: number;
  /** Files and sockets. */
  open: number;
  workerOpen: number;
  processes: number;
  tokens: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Of a token, in ms. */
const LIFETIME = 5 * MINUTE;
/** How long timers may take to notice that the machine slept, in ms. */
const NOTICED = 30 * SECOND;
/** The text changes after its second, in ms. */
const LATE = 5;
const LONGEST_SLEEP = 40 * MINUTE;
/** Of Mulberry32, so that each run is the same. */
const SEED = 12;

const CALLS = ["argus.introspect", "argus.userinfo", "argus.copyToken", "argus.insertToken", "argus.introspect"];

/** A person's day with one window, in minutes. */
export class Day {
  /** What the status bar said wrongly. */
  readonly wrong: string[] = [];
  /** How often it was looked at. */
  looks = 0;
  readonly done = { files: 0, edits: 0, calls: 0, sleeps: 0, tokens: 0 };
  readonly #window: SoakWindow;
  readonly #clock: DayClock;
  readonly #folder: string;
  readonly #random = mulberry32(SEED);
  readonly #text: string;
  readonly #main: LiveDocument;
  #lastToken = "";
  #wokeAt = -Infinity;

  /** @param folder with the clock of the other processes */
  constructor(window: SoakWindow, clock: DayClock, { argus, folder }: { argus: Argus; folder: string }) {
    this.#window = window;
    this.#clock = clock;
    this.#folder = folder;
    const request = `# @argus mine\nGET ${argus.url}/one\n\n###\n`;
    this.#text = request.repeat(5);
    this.#main = window.open("main.http", this.#text);
  }

  /** The person comes, and has a token. */
  async begin(): Promise<void> {
    await this.#window.ready();
    this.#window.show(this.#main);
    await this.#pass(SECOND);
    for (const secret of ["credential", "clientSecret"]) await this.#command("argus.setCredential", "mine", secret);
    await this.#command("argus.getToken", "mine");
    await this.#command("argus.insertToken", this.#main.uri.toString(), 1);
  }

  /** @param onSample called with each sample, and one at the end */
  async run(amounts: Amounts, onSample: (sample: Sample) => void): Promise<void> {
    const { minutes, every, ...whole } = amounts;
    for (let minute = 1; minute <= minutes; minute += 1) {
      const due = (what: keyof typeof whole): number => Math.round((whole[what] * minute) / minutes);
      if (this.done.sleeps < due("sleeps")) this.#sleep();
      const opened = await this.#openFiles(due("files") - this.done.files);
      await this.#type(due("edits") - this.done.edits, [this.#main, ...opened]);
      while (this.done.calls < due("calls")) await this.#call();
      for (const file of opened) this.#window.close(file);
      await this.#pass(MINUTE);
      if (minute % every === 0 || minute === minutes) onSample(await this.sample(minute));
    }
  }

  async sample(minute: number): Promise<Sample> {
    const window = this.#window;
    await this.#command("argus.clearResults", this.#main.uri.toString());
    await this.#tidy();
    await this.#pass(2 * SECOND);
    window.forgetRecords();
    await delay(TIME_LIMIT * SECOND + 100);
    // Collects more than a garbage collection, so it comes first.
    const promises = queryObjects(Promise, { format: "count" });
    const [heap, workerHeap, memory] = [
      await ownHeap(),
      await heapOf(this.#folder, window.worker),
      await memoryOf(window.worker),
    ];
    return {
      minute,
      heap,
      workerHeap,
      workerRss: memory?.rss,
      listeners: window.listeners,
      timers: this.#clock.waiting,
      promises,
      open: openIn("self"),
      workerOpen: openIn(String(window.worker)),
      processes: children(),
      tokens: this.done.tokens,
    };
  }

  async #openFiles(count: number): Promise<LiveDocument[]> {
    const opened: LiveDocument[] = [];
    for (let left = count; left > 0; left -= 1) {
      this.done.files += 1;
      opened.push(this.#window.open(`file-${this.done.files}.http`, this.#text));
    }
    await this.#window.settle();
    return opened;
  }

  async #type(count: number, documents: readonly LiveDocument[]): Promise<void> {
    for (let left = count; left > 0; left -= 1) {
      this.done.edits += 1;
      await this.#window.type(this.#pick(documents), 0, left % 40 === 0 ? "# a comment\n" : "#");
    }
  }

  async #call(): Promise<void> {
    const command = this.#pick(CALLS);
    const line = this.#main
      .getText()
      .split("\n")
      .findIndex((text) => text.startsWith("GET "));
    const target = command === "argus.copyToken" ? ["mine"] : [this.#main.uri.toString(), line];
    await this.#command(command, ...target);
    this.done.calls += 1;
    await this.#pass(SECOND);
  }

  /** The lid is closed. Often the window has the focus again before anything else happens. */
  #sleep(): void {
    this.done.sleeps += 1;
    this.#clock.sleep(this.#random() * LONGEST_SLEEP);
    this.#wokeAt = this.#clock.now;
    if (this.done.sleeps % 2 === 0) this.#window.focus(true);
  }

  /** Removes what was typed. */
  async #tidy(): Promise<void> {
    const end = { line: this.#main.lineCount, character: 0 };
    this.#main.apply([{ range: { start: { line: 0, character: 0 }, end }, newText: this.#text }]);
    await this.#command("argus.insertToken", this.#main.uri.toString(), 1);
  }

  async #command(command: string, ...args: unknown[]): Promise<void> {
    const state = { isDone: false };
    const end = (): void => void (state.isDone = true);
    this.#window.run(command, ...args).then(end, end);
    for (let ms = 0; ms < MINUTE; ms += 50) {
      await this.#window.settle();
      if (state.isDone) return;
      this.#clock.tick(50);
    }
    throw new Error(`${command} does not end`);
  }

  async #pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += SECOND) {
      this.#clock.tick(SECOND);
      await this.#window.settle();
      this.#look();
    }
  }

  /** Compares the status bar with the time that the stored token has left. */
  #look(): void {
    const { token, statusBar } = this.#window;
    const { now } = this.#clock;
    if (token !== undefined && token.accessToken !== this.#lastToken) {
      this.#lastToken = token.accessToken;
      this.done.tokens += 1;
      const isNow = Math.abs(now - token.issuedAt) <= 2 * SECOND && token.expiresAt === token.issuedAt + LIFETIME;
      if (!isNow) this.wrong.push(`a token of ${new Date(token.issuedAt).toISOString()} came at another time`);
    }
    if (now - this.#wokeAt < NOTICED) return;
    this.looks += 1;
    const shown = /^\$\((?:key|warning|circle-slash)\) (.*)$/.exec(statusBar)?.[1];
    const expected = [now, now - LATE].map((time) => expectedText(token?.expiresAt, time));
    if (!expected.includes(shown ?? "")) this.wrong.push(`“${statusBar}” instead of “${expected.join("” or “")}”`);
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)]!;
  }
}

function expectedText(end: number | undefined, now: number): string {
  if (end === undefined) return "mine: no token";
  const left = end - now;
  if (left <= 0) return "mine expired";
  return left > MINUTE ? `mine ${Math.floor(left / MINUTE)} min` : `mine ${Math.ceil(left / SECOND)} s`;
}

/** Files and sockets that a process has open; 0 where the system does not say. */
function openIn(process: string): number {
  try {
    return readdirSync(`/proc/${process}/fd`).length;
  } catch {
    return 0;
  }
}

/** The child processes of this one. */
function children(): number {
  try {
    const lists = readdirSync("/proc/self/task").map((id) => readFileSync(`/proc/self/task/${id}/children`, "utf8"));
    return lists
      .join("")
      .split(" ")
      .filter((number) => number !== "").length;
  } catch {
    return 0;
  }
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
