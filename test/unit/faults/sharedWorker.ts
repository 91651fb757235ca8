import type { ChildProcess } from "node:child_process";
import type { LogOutputChannel } from "vscode";
import { reportCrash } from "../../../client/src/failures/report.ts";
import { Worker } from "../../../client/src/worker/worker.ts";
import type { HeldTokens } from "../../../common/protocol/settings.ts";
import { processes } from "../../host/standIn/languageClient.ts";

/** Crashes after which a worker stays down. */
const MOST_CRASHES = 5;

const NOTHING = (): void => undefined;
const SILENT = { trace: NOTHING, debug: NOTHING, info: NOTHING, warn: NOTHING, error: NOTHING };

/** The client's own worker with its real process, for one cell after another. */
export class SharedWorker {
  /** The tokens of the windows. */
  tokens: () => HeldTokens["tokens"] = () => [];
  readonly #program: { path: string; cache: string };
  #current: Worker | undefined;
  #crashes = 0;

  constructor(program: { path: string; cache: string }) {
    this.#program = program;
  }

  get process(): ChildProcess {
    return processes.at(-1)!;
  }

  readonly send: Worker["send"] = (...request) => this.#worker().send(...request);

  pushTokens(): void {
    this.#current?.pushTokens();
  }

  pushSettings(): void {
    this.#current?.pushSettings();
  }

  restart(): Promise<void> {
    return this.#worker().restart();
  }

  /** The next request starts another one. */
  async stop(): Promise<void> {
    const stopped = this.#current;
    await stopped?.stop();
    stopped?.dispose();
    this.#current = undefined;
  }

  /** Ready for the next cell: a worker with too many crashes is replaced, and one runs. */
  async renew(): Promise<void> {
    if (this.#crashes >= MOST_CRASHES) {
      this.#crashes = 0;
      await this.stop();
    }
    await this.send("argus/requestAt", { textDocument: { uri: "file:///none" }, position: { line: 0, character: 0 } });
  }

  #worker(): Worker {
    if (this.#current !== undefined) return this.#current;
    const log = SILENT as unknown as LogOutputChannel;
    const worker = new Worker(this.#program, log, log, {
      tokens: () => ({ tokens: this.tokens() }),
      tracked: () => ({ uris: [] }),
      agreedHosts: { has: () => false },
      httpEnvironments: () => ({ workspace: [], documents: {} }),
      passphrases: { ready: () => Promise.resolve(), all: {} },
    });
    worker.onDidCrash((crash) => {
      this.#crashes += 1;
      reportCrash(crash);
    });
    return (this.#current = worker);
  }
}
