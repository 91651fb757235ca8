import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { CancellationToken, LogOutputChannel } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { ENVIRONMENT_FILE_PATTERN } from "../../../common/environmentFiles.ts";
import { CALL_NOTIFICATION, type CallRecord } from "../../../common/protocol/callRecord.ts";
import { FACTS_NOTIFICATION } from "../../../common/protocol/documents.ts";
import { isEnvironmentVariable } from "../../../common/tokenVariables.ts";
import { settingsForWorker } from "./workerSettings.ts";
import { lensMiddleware, lensSelector } from "./codeLenses.ts";
import { LONGEST_ANALYSIS, startDeadline } from "./deadline.ts";
import { ignored } from "../../../common/ignored.ts";

/** How long to wait for a process to end, in ms. */
const PATIENCE = 2000;

/** How long a process may take to start, in ms. */
const LONGEST_START = 20_000;

/** The worker did not answer in time and was killed. */
export class WorkerTimeoutError extends Error {
  /** How long it had, in ms. */
  readonly limit: number;

  constructor(limit: number) {
    super("The worker process did not answer in time.");
    this.name = "WorkerHung";
    this.limit = limit;
  }
}

export interface WorkerProgram {
  path: string;
  /** A folder for Node's compile cache. */
  cache: string;
}

interface Listeners {
  /** It ended unexpectedly. @param hung it was killed because it did not answer */
  onCrash: (hung: boolean) => void;
  /** A call to Argus ended. */
  onCall: (record: CallRecord) => void;
  /** What the worker knows about documents changed, but not their texts. */
  onFactsChange: () => void;
}

/**
 * One worker process and its language client. It is used once: a process that died, failed to start or was stopped is
 * replaced by a new one.
 */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #client: Promise<LanguageClient>;
  readonly #gone = deferred();
  /** Ends the requests that are under way. A race with {@link #gone} would keep each answer as long as the process. */
  readonly #pending = new Set<(error: Error) => void>();
  #ready: Promise<void> | undefined;
  /** Set once the process is gone. */
  #end: Error | undefined;
  #isHung = false;
  #isEnded = false;

  constructor(program: WorkerProgram, trace: LogOutputChannel, listeners: Listeners) {
    this.#child = forkWorker(program);
    this.#client = createClient(this.#child, trace, listeners);
    // There may be no one who waits for these two.
    this.#client.catch(ignored("start() reports it"));
    this.#gone.promise.catch(ignored("requests report it"));
    const onGone = (): void => {
      this.#end = new Error("The worker process is gone.");
      this.#gone.reject(this.#end);
      for (const end of this.#pending) end(this.#end);
      if (!this.#isEnded) listeners.onCrash(this.#isHung);
      this.#isEnded = true;
    };
    this.#child.once("exit", onGone).once("error", onGone);
  }

  /** Resolves when it is ready. A process that does not become ready is killed. */
  start(): Promise<void> {
    return (this.#ready ??= this.#start());
  }

  async #start(): Promise<void> {
    const deadline = startDeadline(LONGEST_START, () => {
      this.#child.kill("SIGKILL");
    });
    try {
      const client = await this.#client;
      const started = client.start();
      // The library rejects this promise if the process dies meanwhile, but only for those who call it again.
      client.start().catch(ignored("the end of the process reports it"));
      await Promise.race([started, this.#gone.promise]);
    } finally {
      deadline.dispose();
    }
    // The library sends the open documents next; a request about one of them has to come after that.
    await new Promise(setImmediate);
  }

  /**
   * Rejects when the process exits. A process that does not answer in time is killed, so that it is replaced.
   *
   * @param limit for the answer, in ms; after cancellation {@link LONGEST_ANALYSIS} is enough
   */
  async request<T>(
    method: string,
    params: object,
    limit: number,
    token: CancellationToken | undefined,
    onPartial: ((result: unknown) => void) | undefined,
  ): Promise<T> {
    const ended = deferred();
    const onHang = (): void => {
      ended.reject(new WorkerTimeoutError(limit));
      this.#isHung = true;
      this.#child.kill("SIGKILL");
    };
    let deadline = startDeadline(limit, onHang);
    const subscription = token?.onCancellationRequested(() => {
      deadline.dispose();
      deadline = startDeadline(LONGEST_ANALYSIS, onHang);
    });
    const partial = onPartial === undefined ? undefined : await this.#listen(onPartial);
    try {
      const answer = this.#send<T>(method, { ...params, ...partial?.params }, token);
      if (this.#end !== undefined) ended.reject(this.#end);
      this.#pending.add(ended.reject);
      return await Promise.race([answer, ended.promise]);
    } finally {
      this.#pending.delete(ended.reject);
      deadline.dispose();
      subscription?.dispose();
      partial?.dispose();
    }
  }

  async #send<T>(method: string, params: object, token: CancellationToken | undefined): Promise<T> {
    await this.start();
    const client = await this.#client;
    // The library would send an undefined token as a second parameter.
    return client.sendRequest<T>(method, params, ...(token === undefined ? [] : [token]));
  }

  /** Registers for LSP's partial results. */
  async #listen(onPartial: (result: unknown) => void): Promise<{ params: object; dispose(): void }> {
    const client = await this.#client;
    const { ProgressType } = await import("vscode-languageclient/node");
    const partialResultToken = randomUUID();
    const subscription = client.onProgress(new ProgressType<unknown>(), partialResultToken, onPartial);
    return {
      params: { partialResultToken },
      dispose: () => {
        subscription.dispose();
      },
    };
  }

  async notify(method: string, params: unknown): Promise<void> {
    const client = await this.#client;
    if (client.isRunning()) await client.sendNotification(method, params);
  }

  /** Stops it, by force if necessary; pending requests are rejected. */
  async end(): Promise<void> {
    this.#isEnded = true;
    const client = await this.#client;
    // A process that is still starting cannot be asked to stop.
    await Promise.race([
      client.start().catch(ignored("the end of the process reports it")),
      this.#gone.promise.catch(ignored("requests report it")),
      delay(PATIENCE),
    ]);
    const patience = delay(PATIENCE);
    await client.dispose(PATIENCE).catch(ignored("the process is killed next"));
    // It has been asked to exit, and writes its compile cache as it does.
    await Promise.race([this.#gone.promise.catch(ignored("its end is expected")), patience]);
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exit = once(this.#child, "exit");
      this.#child.kill("SIGKILL");
      await exit;
    }
  }
}

/** Started before the library is loaded, which takes as long as the process does. */
function forkWorker({ path, cache }: WorkerProgram): ChildProcess {
  return fork(path, ["--node-ipc", `--clientProcessId=${process.pid}`], {
    // Does not inherit the extension host's, such as a debugger's port.
    execArgv: [],
    // Its output in a crash could quote anything.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: {
      ...withoutTokens(process.env),
      // In desktop VS Code, the extension host is Electron.
      ELECTRON_RUN_AS_NODE: "1",
      ELECTRON_NO_ASAR: "1",
      // Compiling takes a fifth of the start; Node caches the result when the process ends (since 22.1).
      NODE_COMPILE_CACHE: cache,
    },
  });
}

/** The worker must not have tokens that it was not asked about. */
function withoutTokens(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isEnvironmentVariable(name.toUpperCase())));
}

type Feature = Parameters<LanguageClient["registerFeature"]>[0];

async function createClient(
  child: ChildProcess,
  trace: LogOutputChannel,
  { onCall, onFactsChange }: Listeners,
): Promise<LanguageClient> {
  const { LanguageClient, CodeLensRequest, IPCMessageReader, IPCMessageWriter, CloseAction, ErrorAction } =
    await import("vscode-languageclient/node");

  /**
   * Failures are reported where someone waits for an answer, in our own words; the library's messages go to the trace.
   */
  class QuietClient extends LanguageClient {
    override error(message: string, data?: unknown): void {
      super.error(message, data, false);
    }

    override registerFeature(feature: Feature): void {
      if ("registrationType" in feature && feature.registrationType.method === CodeLensRequest.method) {
        const initialize = feature.initialize.bind(feature);
        feature.initialize = (capabilities) => {
          initialize(capabilities, lensSelector);
        };
      }
      super.registerFeature(feature);
    }

    override async stop(timeout?: number): Promise<void> {
      if (this.isRunning()) await super.stop(timeout);
    }
  }

  const client: LanguageClient = new QuietClient(
    "argus",
    "Argus Tokens",
    () => Promise.resolve({ reader: new IPCMessageReader(child), writer: new IPCMessageWriter(child) }),
    {
      // In environment files, the worker only warns of keys and tokens.
      documentSelector: [{ language: "http" }, { scheme: "file", pattern: ENVIRONMENT_FILE_PATTERN }],
      initializationOptions: settingsForWorker,
      outputChannel: trace,
      traceOutputChannel: trace,
      middleware: lensMiddleware((method, params, token) => client.sendRequest(method, params, token)),
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        // With the library's own restart, requests may wait for ever; a new process has no such states.
        closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
      },
    },
  );
  client.onNotification(CALL_NOTIFICATION, onCall);
  client.onNotification(FACTS_NOTIFICATION, onFactsChange);
  return client;
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
