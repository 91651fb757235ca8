/**
 * A stand-in for `vscode-languageclient`, which needs a whole VS Code: the messages between the client and a real worker
 * process, and the stand-in's documents.
 */
import type { ChildProcess } from "node:child_process";
import * as rpc from "vscode-jsonrpc/node";
import { standIn } from "./state.ts";

export const { IPCMessageWriter, ProgressType } = rpc;
export const CodeLensRequest = { method: "textDocument/codeLens" };
export const CloseAction = { DoNotRestart: 1 };
export const ErrorAction = { Continue: 1 };

/** The worker processes that were started, the newest last. */
export const processes: ChildProcess[] = [];
/** Their clients. */
export const clients: LanguageClient[] = [];

let pending = 0;

/** How many requests have no answer yet. */
export function pendingRequests(): number {
  return pending;
}

export class IPCMessageReader extends rpc.IPCMessageReader {
  constructor(child: ChildProcess) {
    super(child);
    processes.push(child);
  }
}

interface Transports {
  reader: rpc.MessageReader;
  writer: rpc.MessageWriter;
}

interface Options {
  initializationOptions: () => object;
}

interface OpenDocument {
  uri: { toString(): string };
  version?: number;
  getText?: () => string;
}

export class LanguageClient {
  readonly #connect: () => Promise<Transports>;
  readonly #options: Options;
  readonly #listeners = new Map<string, (params: unknown) => void>();
  /** The document versions that the worker has. */
  readonly #versions = new Map<OpenDocument, number>();
  #started: Promise<rpc.MessageConnection> | undefined;
  #connection: rpc.MessageConnection | undefined;

  constructor(_id: string, _name: string, connect: () => Promise<Transports>, options: Options) {
    this.#connect = connect;
    this.#options = options;
    clients.push(this);
  }

  async start(): Promise<void> {
    this.#connection = await (this.#started ??= this.#start());
  }

  async #start(): Promise<rpc.MessageConnection> {
    const { reader, writer } = await this.#connect();
    const connection = rpc.createMessageConnection(reader, writer);
    connection.onError(() => undefined);
    connection.onRequest(() => null);
    for (const [method, listener] of this.#listeners) connection.onNotification(method, listener);
    connection.listen();
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      initializationOptions: this.#options.initializationOptions(),
    });
    await connection.sendNotification("initialized", {});
    return connection;
  }

  isRunning(): boolean {
    return this.#connection !== undefined;
  }

  async sendRequest<T>(method: string, params: object, token?: rpc.CancellationToken): Promise<T> {
    pending += 1;
    try {
      const connection = await this.#running();
      await this.#synchronize(connection);
      return await connection.sendRequest<T>(method, params, ...(token === undefined ? [] : [token]));
    } finally {
      pending -= 1;
    }
  }

  async sendNotification(method: string, params: unknown): Promise<void> {
    await (await this.#running()).sendNotification(method, params);
  }

  onNotification(method: string, listener: (params: unknown) => void): void {
    this.#listeners.set(method, listener);
  }

  onProgress(type: rpc.ProgressType<unknown>, token: string, listener: (value: unknown) => void): rpc.Disposable {
    return this.#connection?.onProgress(type, token, listener) ?? { dispose: () => undefined };
  }

  error(): void {
    // There is no output channel.
  }

  registerFeature(): void {
    // The editor's own features are not there.
  }

  stop(): Promise<void> {
    this.#connection?.dispose();
    this.#connection = undefined;
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    return this.stop();
  }

  async #running(): Promise<rpc.MessageConnection> {
    await this.start();
    return this.#connection!;
  }

  /** Sends what has changed in the documents since the last request. */
  async #synchronize(connection: rpc.MessageConnection): Promise<void> {
    const documents = standIn.documents as OpenDocument[];
    for (const document of this.#versions.keys()) {
      if (documents.includes(document)) continue;
      this.#versions.delete(document);
      await connection.sendNotification("textDocument/didClose", { textDocument: { uri: document.uri.toString() } });
    }
    for (const document of documents) {
      const uri = document.uri.toString();
      const { version = 1 } = document;
      const known = this.#versions.get(document);
      const text = document.getText?.() ?? "";
      if (known === version) continue;
      this.#versions.set(document, version);
      if (known === undefined) {
        const textDocument = { uri, languageId: "http", version, text };
        await connection.sendNotification("textDocument/didOpen", { textDocument });
      } else {
        const textDocument = { uri, version };
        await connection.sendNotification("textDocument/didChange", { textDocument, contentChanges: [{ text }] });
      }
    }
  }
}
