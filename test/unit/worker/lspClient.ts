import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import * as rpc from "vscode-jsonrpc/node";
import type { ArgusRequests } from "../../../common/protocol/requests.ts";
import type { HeldTokens, WorkerSettings } from "../../../common/protocol/settings.ts";
import type { Result } from "../../../common/protocol/errors.ts";

const WORKER = join(import.meta.dirname, "../../../dist/server.js");

/** Node prints this on a minimal system, and continues without the system's authorities. */
const NO_AUTHORITIES = "Cannot open directory /etc/ssl/certs to load OpenSSL certificates.\n";

/** A plain LSP client of the built worker over stdio, started like any editor would. */
export class LspClient {
  readonly process: ChildProcess;
  readonly #connection: rpc.MessageConnection;
  readonly #exit: Promise<unknown>;
  readonly #asked: string[] = [];
  #stderr = "";

  private constructor(process: ChildProcess, connection: rpc.MessageConnection) {
    this.process = process;
    this.#connection = connection;
    this.#exit = once(process, "exit");
    process.stderr?.on("data", (chunk: Buffer) => (this.#stderr += chunk.toString().replace(NO_AUTHORITIES, "")));
    connection.onRequest((method) => {
      this.#asked.push(method);
      return null;
    });
  }

  /**
   * @param locale the editor's language, which the worker uses
   * @param options further `initializationOptions`
   */
  static async start(
    settings: Partial<WorkerSettings> = {},
    capabilities: object = {},
    locale?: string,
    options: object = {},
  ): Promise<LspClient> {
    const child = spawn(process.execPath, [WORKER, "--stdio"], { stdio: "pipe" });
    const reader = new rpc.StreamMessageReader(child.stdout);
    const connection = rpc.createMessageConnection(reader, new rpc.StreamMessageWriter(child.stdin));
    const client = new LspClient(child, connection);
    connection.listen();
    const initializationOptions = { settings: { argus: settings }, ...options };
    await connection.sendRequest("initialize", {
      processId: null,
      rootUri: null,
      capabilities,
      initializationOptions,
      ...(locale === undefined ? {} : { locale }),
    });
    await connection.sendNotification("initialized", {});
    return client;
  }

  /** The worker's standard error output. */
  get stderr(): string {
    return this.#stderr;
  }

  argus<M extends keyof ArgusRequests>(
    method: M,
    params: ArgusRequests[M]["params"],
    token?: rpc.CancellationToken,
  ): Promise<Result<ArgusRequests[M]["value"]>> {
    // An undefined token would be sent as a second parameter.
    if (token === undefined) return this.#connection.sendRequest(method, params);
    return this.#connection.sendRequest(method, params, token);
  }

  /** Any LSP request or, with untyped parameters, one of ours. */
  request<T>(method: string, params: unknown, token?: rpc.CancellationToken): Promise<T> {
    return this.#connection.sendRequest(method, params, ...(token === undefined ? [] : [token]));
  }

  /** How often the worker has requested something. */
  count(method: string): number {
    return this.#asked.filter((asked) => asked === method).length;
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.#connection.sendNotification(method, params);
  }

  /** Answers the worker's requests. */
  onRequest(method: string, answer: (params: unknown) => unknown): void {
    this.#connection.onRequest(method, answer);
  }

  /** The worker's notifications. */
  onNotification(method: string, told: (params: unknown) => void): void {
    this.#connection.onNotification(method, told);
  }

  onProgress(token: string, listener: (value: unknown) => void): void {
    this.#connection.onProgress(new rpc.ProgressType<unknown>(), token, listener);
  }

  open(uri: string, text: string): Promise<void> {
    return this.notify("textDocument/didOpen", { textDocument: { uri, languageId: "http", version: 1, text } });
  }

  hold(tokens: HeldTokens["tokens"]): Promise<void> {
    return this.notify("argus/tokens", { tokens });
  }

  /** Resolves when the process has exited. */
  async exited(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.#exit;
  }

  async stop(): Promise<void> {
    this.#connection.dispose();
    this.process.stdin?.end();
    await this.exited();
  }
}
