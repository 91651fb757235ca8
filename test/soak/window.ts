import { join } from "node:path";
import type { ExtensionContext } from "vscode";
import { activate, deactivate } from "../../client/src/extension.ts";
import manifest from "../../package.json" with { type: "json" };
import { clients, pendingRequests, processes } from "../host/standIn/languageClient.ts";
import { EventEmitter } from "../host/standIn/events.ts";
import { CHECKOUT } from "../host/paths.ts";
import { until } from "../host/until.ts";
import { standIn } from "../host/standIn/state.ts";
import { contextOf, Storage } from "../unit/client/clientWindow.ts";
import { LiveDocument } from "../unit/faults/liveDocument.ts";
import type { Argus } from "../bench/argus.ts";

/** Of a call, in seconds of real time: the worker keeps a call's timer that long. */
export const TIME_LIMIT = 1;
/** Turns of the event loop for what follows an answer. */
const TURNS = 3;
/** How long the worker may take, in ms of real time. */
const PATIENCE = 30_000;

/** The whole extension in a stand-in for a window of VS Code, with its worker process. */
export class SoakWindow {
  readonly storage = new Storage();
  readonly #context: ExtensionContext;
  readonly #emitters = new Set<WeakRef<EventEmitter<never>>>();

  /** @param folder for its files */
  constructor(argus: Argus, folder: string) {
    standIn.reset();
    EventEmitter.onCreate = (emitter) => this.#emitters.add(new WeakRef(emitter));
    standIn.answer = ({ prompt }) =>
      prompt.startsWith("API key") ? argus.apiKey : prompt.startsWith("Client secret") ? argus.clientSecret : undefined;
    standIn.settings.user = {
      "argus.profiles": { mine: { url: argus.url, clientId: argus.clientId } },
      "argus.autoRefresh": "documents",
      "argus.timeout": TIME_LIMIT,
    };
    const nothing = (): undefined => undefined;
    this.#context = {
      ...contextOf(this.storage),
      subscriptions: [],
      extension: { packageJSON: manifest },
      workspaceState: { get: (_: string, otherwise: unknown) => otherwise, update: () => Promise.resolve() },
      asAbsolutePath: (path: string) => join(CHECKOUT, path),
      globalStorageUri: { fsPath: join(folder, "home") },
      environmentVariableCollection: { replace: nothing, prepend: nothing, delete: nothing },
    } as unknown as ExtensionContext;
    activate(this.#context);
  }

  get worker(): number {
    return processes.at(-1)!.pid!;
  }

  get statusBar(): string {
    const shown = standIn.statusItems.filter(({ isShown }) => isShown);
    return shown.map(({ text }) => text).join(" | ");
  }

  /** The token in the secret storage. */
  get token(): { accessToken: string; issuedAt: number; expiresAt: number } | undefined {
    const entry = this.storage.secrets.get("argus.profile/mine");
    return entry === undefined ? undefined : (JSON.parse(entry) as { token?: SoakWindow["token"] }).token;
  }

  /** How many listeners there are for events that can still happen. */
  get listeners(): number {
    let count = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
    for (const reference of this.#emitters) {
      const emitter = reference.deref();
      if (emitter === undefined) this.#emitters.delete(reference);
      else count += emitter.listeners;
    }
    for (const event of Object.values(standIn)) if (event instanceof EventEmitter) count += event.listeners;
    return count + this.storage.changed.listeners;
  }

  /** The worker has started, in real time. */
  async ready(): Promise<void> {
    await until("the worker's start", () => clients.at(-1)?.isRunning());
  }

  /** The worker has answered, and what follows from that is done. */
  async settle(): Promise<void> {
    const deadline = performance.now() + PATIENCE;
    for (let turn = 0; turn < TURNS; turn += 1) {
      await new Promise(setImmediate);
      if (pendingRequests() > 0) turn = -1;
      if (performance.now() > deadline) throw new Error("the worker does not answer");
    }
  }

  open(name: string, text: string): LiveDocument {
    const document = new LiveDocument(text, `/workspace/${name}`);
    standIn.documents = [...standIn.documents, document];
    standIn.opened.fire(document);
    standIn.editorsChanged.fire([]);
    return document;
  }

  close(document: LiveDocument): void {
    document.isClosed = true;
    standIn.documents = standIn.documents.filter((other) => other !== document);
    if (standIn.activeEditor?.document === document) this.show(undefined);
    standIn.closed.fire(document);
    standIn.editorsChanged.fire([]);
  }

  /** Brings a document to the front. */
  show(document: LiveDocument | undefined): void {
    const active = { line: 0, character: 0 };
    standIn.activeEditor = document && { document, selection: { active }, setDecorations: () => undefined };
    standIn.activeChanged.fire(standIn.activeEditor);
  }

  /** A person types, and the editor asks for lenses. */
  async type(document: LiveDocument, line: number, newText: string): Promise<void> {
    const at = { line, character: 0 };
    document.apply([{ range: { start: at, end: at }, newText }]);
    standIn.selected.fire({ kind: 1, textEditor: standIn.activeEditor });
    const textDocument = { uri: document.uri.toString() };
    await clients.at(-1)!.sendRequest("argus/codeLenses", { textDocument, shown: [{ start: 0, end: 50 }] });
  }

  run(command: string, ...args: unknown[]): Promise<unknown> {
    return Promise.resolve(standIn.commands.get(command)!(...args));
  }

  focus(focused: boolean): void {
    standIn.windowState.fire({ focused, active: focused });
  }

  /** What the stand-in has recorded. */
  forgetRecords(): void {
    Object.assign(standIn, { messages: [], statusMessages: [], shown: [], questions: [], refusals: [], filters: [] });
  }

  async closeWindow(): Promise<void> {
    await deactivate();
    for (const part of this.#context.subscriptions.splice(0)) part.dispose();
    EventEmitter.onCreate = undefined;
  }
}
