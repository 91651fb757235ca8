import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { CancellationToken, LogOutputChannel } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { CALL_NOTIFICATION, type CallRecord } from "../../../common/protocol/callRecord.ts";
import { isEnvironmentVariable } from "../../../common/tokenVariables.ts";
import { settingsForWorker } from "../settings.ts";
import { lensMiddleware, lensSelector } from "./codeLenses.ts";
import { LONGEST_ANALYSIS, startDeadline } from "./deadline.ts";

/** How long a process may take to end before it is not waited for, in ms. */
const PATIENCE = 2000;

/** How long a process may take to be ready, in ms. */
const LONGEST_START = 20_000;

/** The worker did not answer in time and was killed for it. */
export class WorkerTimeoutError extends Error {
  /** How long it had, in ms. */
  readonly limit: number;

  constructor(limit: number) {
    super("The worker process did not answer in time.");
    this.name = "WorkerHung";
    this.limit = limit;
  }
}

/** What is started. */
export interface WorkerProgram {
  path: string;
  /** A folder for what Node compiled of it. */
  cache: string;
}

interface Listeners {
  /** It ended without being asked to. @param hung it was killed because it did not answer */
  onCrash: (hung: boolean) => void;
  /** A call that it made ended. */
  onCall: (record: CallRecord) => void;
}

/**
 * One worker process and the language client that speaks to it. It is used once: a process that died, did not start or
 * was ended is replaced by a new one.
 */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #client: Promise<LanguageClient>;
  readonly #gone = deferred();
  #ready: Promise<void> | undefined;
  #isHung = false;
  #isEnded = false;

  constructor(program: WorkerProgram, trace: LogOutputChannel, { onCrash, onCall }: Listeners) {
    this.#child = forkWorker(program);
    this.#client = createClient(this.#child, trace, onCall);
    // Nobody need be waiting.
    this.#client.catch(() => undefined);
    this.#gone.promise.catch(() => undefined);
    const onGone = (): void => {
      this.#gone.reject(new Error("The worker process is gone."));
      if (!this.#isEnded) onCrash(this.#isHung);
      this.#isEnded = true;
    };
    this.#child.once("exit", onGone).once("error", onGone);
  }

  /** Ready when it resolves. One that does not get ready is killed. */
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
      // A promise that the library rejects where the process dies meanwhile: it gives it to those who ask again alone.
      client.start().catch(() => undefined);
      await Promise.race([started, this.#gone.promise]);
    } finally {
      deadline.dispose();
    }
    // The library tells of the open documents right after; a request for one of them has to come behind that.
    await new Promise(setImmediate);
  }

  /**
   * Rejects when the process goes away. One that does not answer in time is killed, so that it is replaced.
   *
   * @param limit for the answer, in ms; once the request is cancelled, {@link LONGEST_ANALYSIS} is enough
   */
  async request<T>(
    method: string,
    params: object,
    limit: number,
    token: CancellationToken | undefined,
    onPartial: ((result: unknown) => void) | undefined,
  ): Promise<T> {
    const hung = deferred();
    const onHang = (): void => {
      hung.reject(new WorkerTimeoutError(limit));
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
      return await Promise.race([answer, hung.promise, this.#gone.promise]);
    } finally {
      deadline.dispose();
      subscription?.dispose();
      partial?.dispose();
    }
  }

  async #send<T>(method: string, params: object, token: CancellationToken | undefined): Promise<T> {
    await this.start();
    const client = await this.#client;
    // The library would send a token that is undefined as a second parameter.
    return client.sendRequest<T>(method, params, ...(token === undefined ? [] : [token]));
  }

  /** LSP's way to get results one by one. */
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

  /** Ends it, by force if need be; requests that wait for it are rejected. */
  async end(): Promise<void> {
    this.#isEnded = true;
    const client = await this.#client;
    // One that is only starting cannot be asked to stop.
    await Promise.race([
      client.start().catch(() => undefined),
      this.#gone.promise.catch(() => undefined),
      delay(PATIENCE),
    ]);
    await client.dispose(PATIENCE).catch(() => undefined);
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
    // Not the extension host's own, such as a debugger's port.
    execArgv: [],
    // What it writes when it crashes could quote anything.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    env: {
      ...withoutTokens(process.env),
      // The extension host of a desktop VS Code is Electron's.
      ELECTRON_RUN_AS_NODE: "1",
      ELECTRON_NO_ASAR: "1",
      // A fifth of the start is compiling; Node keeps the outcome when the process ends (since 22.1).
      NODE_COMPILE_CACHE: cache,
    },
  });
}

/** The worker holds no token that it was not asked about. */
function withoutTokens(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isEnvironmentVariable(name.toUpperCase())));
}

type Feature = Parameters<LanguageClient["registerFeature"]>[0];

async function createClient(
  child: ChildProcess,
  trace: LogOutputChannel,
  onCall: (record: CallRecord) => void,
): Promise<LanguageClient> {
  const { LanguageClient, CodeLensRequest, IPCMessageReader, IPCMessageWriter, CloseAction, ErrorAction } =
    await import("vscode-languageclient/node");

  /** What goes wrong is reported where somebody waits for an answer, in our own words; the library's go to the trace. */
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
      // Environment files are JSON; the worker warns of keys in them and gives them no other feature.
      documentSelector: [
        { language: "http" },
        ...["http-client.env.json", "http-client.private.env.json", "http-client.env.json.user"].map((name) => ({
          scheme: "file",
          pattern: `**/${name}`,
        })),
      ],
      initializationOptions: settingsForWorker,
      outputChannel: trace,
      traceOutputChannel: trace,
      middleware: lensMiddleware((method, params, token) => client.sendRequest(method, params, token)),
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        // Its own restart has states in which requests wait for ever; a new process has none.
        closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
      },
    },
  );
  client.onNotification(CALL_NOTIFICATION, onCall);
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
