import { type CancellationToken, type Disposable, type Event, EventEmitter, type LogOutputChannel } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { type ArgusRequests, type HeldTokens, type Result, TOKENS_NOTIFICATION } from "../../server/src/protocol.ts";
import { failure, type Outcome } from "./failure.ts";
import { settingsForWorker } from "./settings.ts";

/** More crashes than this within {@link CRASH_WINDOW} and the worker stays down until it is asked for. */
const MOST_CRASHES = 5;
/** ms */
const CRASH_WINDOW = 3 * 60_000;

/** What became of a worker that died. */
export interface Crash {
  restarted: boolean;
  /** The first one in this window. */
  first: boolean;
  /** A request was being answered. */
  inFlight: boolean;
}

/** The worker process: started in the background, restarted when it dies, spoken to by the contract's requests. */
export class Worker implements Disposable {
  readonly #crashed = new EventEmitter<Crash>();
  readonly #serverPath: string;
  readonly #log: LogOutputChannel;
  readonly #traceChannel: LogOutputChannel;
  readonly #heldTokens: () => HeldTokens;
  #client: Promise<LanguageClient> | undefined;
  #restarting: Promise<void> | undefined;
  #crashTimes: number[] = [];
  #hasCrashed = false;
  #inFlight = 0;

  /** @param heldTokens what a worker that just started has to be told */
  constructor(serverPath: string, log: LogOutputChannel, traceChannel: LogOutputChannel, heldTokens: () => HeldTokens) {
    this.#serverPath = serverPath;
    this.#log = log;
    this.#traceChannel = traceChannel;
    this.#heldTokens = heldTokens;
  }

  /** The worker died by itself. */
  get onDidCrash(): Event<Crash> {
    return this.#crashed.event;
  }

  /** Starts it if need be; ready when the promise resolves. */
  async start(): Promise<LanguageClient> {
    const starting = (this.#client ??= this.#create());
    try {
      const client = await starting;
      await client.start();
      return client;
    } catch (error) {
      // A client that failed to start cannot be started again; the next request makes a new one.
      if (this.#client === starting) this.#client = undefined;
      throw error;
    }
  }

  /** Starts it for whoever may need it later. */
  startInBackground(): void {
    this.start().catch(() => {
      this.#log.error("The worker process did not start.");
    });
  }

  /** Stops it if it runs and starts it anew; calls meanwhile join in. */
  restart(): Promise<void> {
    this.#restarting ??= this.#restart().finally(() => {
      this.#restarting = undefined;
    });
    return this.#restarting;
  }

  /** A request of the contract. A worker that dies over it gives `workerStopped`. */
  async send<M extends keyof ArgusRequests>(
    method: M,
    params: ArgusRequests[M]["params"],
    token?: CancellationToken,
  ): Promise<Outcome<ArgusRequests[M]["value"]>> {
    this.#inFlight += 1;
    try {
      const client = await this.start();
      // The library would send a token that is undefined as a second parameter.
      const cancellation = token === undefined ? [] : [token];
      return await client.sendRequest<Result<ArgusRequests[M]["value"]>>(method, params, ...cancellation);
    } catch (error) {
      if (token?.isCancellationRequested === true) return failure("cancelled");
      // The library's errors carry codes and fixed sentences, but parameters never belong in a log: the name will do.
      this.#log.error(`${method}: no answer from the worker (${error instanceof Error ? error.name : typeof error})`);
      return failure("workerStopped");
    } finally {
      this.#inFlight -= 1;
    }
  }

  /** Tells a running worker which tokens are held; one that starts later is told then. */
  async pushTokens(): Promise<void> {
    const client = await this.#client;
    if (client?.isRunning() === true) await client.sendNotification(TOKENS_NOTIFICATION, this.#heldTokens());
  }

  /** Tells a running worker the settings; one that starts later is told then. */
  async pushSettings(): Promise<void> {
    const client = await this.#client;
    if (client?.isRunning() === true) {
      await client.sendNotification("workspace/didChangeConfiguration", settingsForWorker());
    }
  }

  async stop(): Promise<void> {
    const client = await this.#client;
    await client?.stop();
  }

  dispose(): void {
    this.#crashed.dispose();
  }

  async #restart(): Promise<void> {
    this.#crashTimes = [];
    const old = this.#client;
    this.#client = undefined;
    try {
      // A client that did not start, or whose worker does not answer, cannot be stopped; the next one is new anyway.
      await (await old)?.dispose();
    } catch {
      this.#log.info("The worker did not stop in time and was left to end by itself.");
    }
    await this.start();
  }

  /** The library takes most of the time that the extension needs to start, so it is loaded after `activate`. */
  async #create(): Promise<LanguageClient> {
    const { LanguageClient, TransportKind, State, CloseAction, ErrorAction } =
      await import("vscode-languageclient/node");
    const client = new LanguageClient(
      "argus",
      "Argus Tokens",
      { module: this.#serverPath, transport: TransportKind.ipc },
      {
        documentSelector: [{ language: "http" }],
        initializationOptions: settingsForWorker,
        outputChannel: this.#traceChannel,
        traceOutputChannel: this.#traceChannel,
        // The failure is reported where somebody waits for an answer.
        initializationFailedHandler: () => false,
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue, handled: true }),
          // The library's own restart has states in which requests wait for ever; a new client has none.
          closed: () => {
            this.#crash();
            return { action: CloseAction.DoNotRestart, handled: true };
          },
        },
      },
    );
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) void this.pushTokens();
    });
    return client;
  }

  #crash(): void {
    const now = Date.now();
    this.#crashTimes = [...this.#crashTimes.filter((time) => now - time < CRASH_WINDOW), now];
    const restarted = this.#crashTimes.length <= MOST_CRASHES;
    this.#client = undefined;
    if (restarted) this.startInBackground();
    this.#log.error(`The worker process stopped unexpectedly and ${restarted ? "is restarted" : "stays down"}.`);
    this.#crashed.fire({ restarted, first: !this.#hasCrashed, inFlight: this.#inFlight > 0 });
    this.#hasCrashed = true;
  }
}
