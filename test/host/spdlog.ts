/**
 * The parts of `@vscode/spdlog` that VS Code uses, in plain JavaScript: nativeModules.ts installs it in place of that
 * module, which has to be compiled. Each call writes its line before it returns; files do not rotate.
 */
import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

const LEVELS = ["trace", "debug", "info", "warning", "error", "critical"] as const;

export class Logger {
  #level = 0;
  #raw = false;
  readonly #file: string;

  /** The kind and name of the logger do not matter here. */
  constructor(_kind: string, _name: string, file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
  }

  trace = (message: string): void => {
    this.#write(0, message);
  };
  debug = (message: string): void => {
    this.#write(1, message);
  };
  info = (message: string): void => {
    this.#write(2, message);
  };
  warn = (message: string): void => {
    this.#write(3, message);
  };
  error = (message: string): void => {
    this.#write(4, message);
  };
  critical = (message: string): void => {
    this.#write(5, message);
  };

  getLevel(): number {
    return this.#level;
  }
  setLevel(level: number): void {
    this.#level = level;
  }

  /** Writes messages without a prefix or line break. */
  clearFormatters(): void {
    this.#raw = true;
  }
  /** VS Code uses only one pattern: time, level, message. */
  setPattern(): void {
    this.#raw = false;
  }

  flush(): void {
    // Nothing is buffered.
  }
  drop(): void {
    // Nothing is open.
  }

  #write(level: number, message: string): void {
    if (level < this.#level) return;
    try {
      appendFileSync(this.#file, this.#raw ? message : `${localTime()} [${LEVELS[level]}] ${message}\n`);
    } catch {
      // The folder may be deleted before the process exits; a logger must not crash it.
    }
  }
}

/** `2025-11-24 10:34:44.123` */
function localTime(): string {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, -1).replace("T", " ");
}

export function createRotatingLogger(name: string, file: string): Promise<Logger> {
  return Promise.resolve(new Logger("rotating", name, file));
}
export const createAsyncRotatingLogger = createRotatingLogger;

export const version = 0;
export function setLevel(): void {
  // Each logger has its own level.
}
export function setFlushOn(): void {
  // Nothing is buffered.
}
