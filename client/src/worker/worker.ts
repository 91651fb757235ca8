import {
  CancellationError,
  type CancellationToken,
  type Disposable,
  type Event,
  EventEmitter,
  type LogOutputChannel,
} from "vscode";
import type { ArgusRequests } from "../../../common/protocol/requests.ts";
import type { CallRecord } from "../../../common/protocol/callRecord.ts";
import type { Result } from "../../../common/protocol/errors.ts";
import {
  type HeldTokens,
  TOKENS_NOTIFICATION,
  TRACKED_NOTIFICATION,
  type TrackedDocuments,
} from "../../../common/protocol/settings.ts";
import { errorName } from "../failures/errorName.ts";
import { failure, type Outcome } from "../failures/failure.ts";
import type { Crash } from "../failures/report.ts";
import { callTimeLimit } from "../settings.ts";
import { longestAnswer } from "./deadline.ts";
import { networkSettings } from "./networkSettings.ts";
import { Restarts } from "./restarts.ts";
import { WorkerTimeoutError, WorkerProcess, type WorkerProgram } from "./workerProcess.ts";
import { type HostAgreement, type HttpEnvironments, settingsForWorker, variableSettings } from "./workerSettings.ts";
import { ignored } from "../../../common/ignored.ts";

/** The state to send to a worker that has just started. */
interface StartupState {
  tokens: () => HeldTokens;
  tracked: () => TrackedDocuments;
  agreedHosts: HostAgreement;
  httpEnvironments: () => HttpEnvironments;
  /** Of client certificates. */
  passphrases: { ready(): Promise<void>; readonly all: Record<string, string> };
}

/**
 * The worker: starts a process in the background, restarts it when it dies, and sends it the requests of the protocol.
 */
export class Worker implements Disposable {
  readonly #crashed = new EventEmitter<Crash>();
  readonly #called = new EventEmitter<CallRecord>();
  readonly #factsChanged = new EventEmitter<void>();
  readonly #program: WorkerProgram;
  readonly #log: LogOutputChannel;
  readonly #trace: LogOutputChannel;
  readonly #startupState: StartupState;
  readonly #restarts = new Restarts();
  #current: WorkerProcess | undefined;
  #restarting: Promise<void> | undefined;
  #hasCrashed = false;
  #inFlight = 0;

  constructor(program: WorkerProgram, log: LogOutputChannel, trace: LogOutputChannel, startupState: StartupState) {
    this.#program = program;
    this.#log = log;
    this.#trace = trace;
    this.#startupState = startupState;
  }

  /** The worker died. */
  get onDidCrash(): Event<Crash> {
    return this.#crashed.event;
  }

  /** A call to Argus ended. */
  get onDidCall(): Event<CallRecord> {
    return this.#called.event;
  }

  /** Settings, folders or files with variables changed what it knows about documents. */
  get onDidChangeFacts(): Event<void> {
    return this.#factsChanged.event;
  }

  /** Starts it in advance. */
  startInBackground(): void {
    this.#started().catch(() => {
      this.#log.error("The worker process did not start.");
    });
  }

  /** Stops a running worker and starts a new one; concurrent calls share the restart. */
  restart(): Promise<void> {
    this.#restarting ??= this.#restart().finally(() => {
      this.#restarting = undefined;
    });
    return this.#restarting;
  }

  /**
   * Sends a request of the protocol. If the worker dies meanwhile, the answer is `workerStopped`; if it does not answer
   * in time, it is killed and the answer is `workerHung`. A cancelled request ends at once, whatever the worker does.
   *
   * @param onPartial called with partial results, for requests that have some
   */
  async send<M extends keyof ArgusRequests>(
    method: M,
    params: ArgusRequests[M]["params"],
    token?: CancellationToken,
    onPartial?: (result: unknown) => void,
  ): Promise<Outcome<ArgusRequests[M]["value"]>> {
    const cancelled = rejectionOf(token);
    this.#inFlight += 1;
    try {
      return await Promise.race([this.#ask(method, params, token, onPartial), cancelled.promise]);
    } catch (error) {
      if (token?.isCancellationRequested === true) return failure("cancelled");
      // The library's errors contain parameters, which must not be logged; the name is enough.
      this.#log.error(`${method}: no answer from the worker (${errorName(error)})`);
      return error instanceof WorkerTimeoutError
        ? failure("workerHung", String(Math.round(error.limit / 1000)))
        : failure("workerStopped");
    } finally {
      this.#inFlight -= 1;
      cancelled.dispose();
    }
  }

  async #ask<M extends keyof ArgusRequests>(
    method: M,
    params: ArgusRequests[M]["params"],
    token: CancellationToken | undefined,
    onPartial: ((result: unknown) => void) | undefined,
  ): Promise<Result<ArgusRequests[M]["value"]>> {
    await this.#startupState.passphrases.ready();
    const worker = await this.#started();
    return worker.request(method, params, longestAnswer(method, callTimeLimit()), token, onPartial);
  }

  /** Sends the current tokens to a running worker; a new one gets them when it starts. */
  pushTokens(): void {
    this.#notify(TOKENS_NOTIFICATION, this.#startupState.tokens());
  }

  /** Sends the tracked documents to a running worker; a new one gets them when it starts. */
  pushTracked(): void {
    this.#notify(TRACKED_NOTIFICATION, this.#startupState.tracked());
  }

  /** Sends the settings to a running worker; a new one gets them when it starts. */
  pushSettings(): void {
    // Not part of the initialization, which a trace shows: a proxy's login and passphrases are secret.
    const { agreedHosts, httpEnvironments, passphrases } = this.#startupState;
    const settings = {
      ...settingsForWorker(agreedHosts, httpEnvironments()).settings,
      http: { ...networkSettings(), certificatePassphrases: passphrases.all },
      // Their values can be secret too.
      ...variableSettings(),
    };
    this.#notify("workspace/didChangeConfiguration", { settings });
  }

  async stop(): Promise<void> {
    await this.#current?.end();
  }

  dispose(): void {
    this.#crashed.dispose();
    this.#called.dispose();
    this.#factsChanged.dispose();
  }

  #notify(method: string, params: unknown): void {
    // A stopped worker does not need it.
    this.#current?.notify(method, params).catch(ignored("a new worker gets all of it when it starts"));
  }

  async #started(): Promise<WorkerProcess> {
    const current = this.#current;
    if (current !== undefined) {
      await current.start();
      return current;
    }
    const worker = new WorkerProcess(this.#program, this.#trace, {
      onCrash: (hung) => {
        this.#crash(worker, hung);
      },
      onCall: (record) => {
        this.#called.fire(record);
      },
      onFactsChange: () => {
        this.#factsChanged.fire();
      },
    });
    this.#current = worker;
    try {
      await worker.start();
    } catch (error) {
      // The next request creates a new one.
      if (this.#current === worker) this.#current = undefined;
      void worker.end();
      throw error;
    }
    this.pushTokens();
    this.pushTracked();
    // They may have changed since initialization.
    this.pushSettings();
    return worker;
  }

  async #restart(): Promise<void> {
    this.#restarts.reset();
    const old = this.#current;
    this.#current = undefined;
    await old?.end();
    await this.#started();
  }

  /** @param hung it was killed because it did not answer */
  #crash(worker: WorkerProcess, hung: boolean): void {
    // It had already been replaced.
    if (worker !== this.#current) return;
    const restarted = this.#restarts.allow(hung);
    this.#current = undefined;
    if (restarted) this.startInBackground();
    const what = hung ? "did not answer in time" : "stopped unexpectedly";
    this.#log.error(`The worker process ${what} and ${restarted ? "is restarted" : "stays down"}.`);
    // A request that was not answered in time reports that itself.
    this.#crashed.fire({ restarted, first: !this.#hasCrashed, inFlight: hung || this.#inFlight > 0 });
    this.#hasCrashed = true;
  }
}

/** Rejects when the person cancels. */
function rejectionOf(token: CancellationToken | undefined): { promise: Promise<never>; dispose(): void } {
  let subscription: Disposable | undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    subscription = token?.onCancellationRequested(() => {
      reject(new CancellationError());
    });
  });
  return {
    promise,
    dispose() {
      subscription?.dispose();
    },
  };
}
