import type { CancellationToken, LogOutputChannel } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { settingsForWorker } from "./settings.ts";

/** How long a process may take to end, or to answer a cancel, before it is not waited for, in ms. */
const PATIENCE = 2000;

/**
 * One worker process and the language client that speaks to it. It is used once: a process that died, did not start or
 * was ended is replaced by a new one.
 */
export class WorkerProcess {
  readonly #client: Promise<LanguageClient>;
  readonly #gone = deferred();
  #isTold: Promise<unknown> | undefined;

  /** @param onCrash it died by itself */
  constructor(serverPath: string, trace: LogOutputChannel, onCrash: () => void) {
    this.#client = createClient(serverPath, trace, onCrash);
    // Nobody need be waiting.
    this.#gone.promise.catch(() => undefined);
  }

  /** Ready when it resolves. */
  async start(): Promise<void> {
    const client = await this.#client;
    await client.start();
    // The library tells of the open documents right after; a request for one of them has to come behind that.
    this.#isTold ??= new Promise(setImmediate);
    await this.#isTold;
  }

  /** Rejects when the process goes away, and when it does not even answer a cancel. */
  async request<T>(method: string, params: unknown, token: CancellationToken | undefined): Promise<T> {
    await this.start();
    const client = await this.#client;
    // The library would send a token that is undefined as a second parameter.
    const answer = client.sendRequest<T>(method, params, ...(token === undefined ? [] : [token]));
    return Promise.race([answer, this.#gone.promise, unanswered(token)]);
  }

  async notify(method: string, params: unknown): Promise<void> {
    const client = await this.#client;
    if (client.isRunning()) await client.sendNotification(method, params);
  }

  /** Ends it, by force if need be; requests that wait for it are rejected. */
  async end(): Promise<void> {
    const client = await this.#client;
    // One that is only starting cannot be asked to stop.
    await Promise.race([client.start().catch(() => undefined), delay(PATIENCE)]);
    const child = client.serverProcess;
    const isRunning = client.isRunning();
    const isEnded = await client.dispose(PATIENCE).then(
      () => isRunning,
      () => false,
    );
    if (!isEnded) child?.kill("SIGKILL");
    this.#gone.reject(new Error("The worker process was ended."));
  }
}

/** The library takes most of the time that the extension needs to start, so it is loaded when it is needed. */
async function createClient(serverPath: string, trace: LogOutputChannel, onCrash: () => void): Promise<LanguageClient> {
  const { LanguageClient, TransportKind, CloseAction, ErrorAction } = await import("vscode-languageclient/node");

  /** What goes wrong is reported where somebody waits for an answer, in our own words; the library's go to the trace. */
  class QuietClient extends LanguageClient {
    override error(message: string, data?: unknown): void {
      super.error(message, data, false);
    }

    override async stop(timeout?: number): Promise<void> {
      if (this.isRunning()) await super.stop(timeout);
    }
  }

  return new QuietClient(
    "argus",
    "Argus Tokens",
    { module: serverPath, transport: TransportKind.ipc },
    {
      documentSelector: [{ language: "http" }],
      initializationOptions: settingsForWorker,
      outputChannel: trace,
      traceOutputChannel: trace,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        // The library's own restart has states in which requests wait for ever; a new process has none.
        closed: () => {
          onCrash();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    },
  );
}

/** A process that hangs does not answer a cancel either. */
function unanswered(token: CancellationToken | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    token?.onCancellationRequested(() => {
      void delay(PATIENCE).then(() => {
        reject(new Error("The worker process does not answer."));
      });
    });
  });
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

function deferred(): { promise: Promise<never>; reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_resolve, settle) => {
    reject = settle;
  });
  return { promise, reject };
}
