import assert from "node:assert/strict";
import { type ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { LogOutputChannel } from "vscode";
import { Reports } from "../../../client/src/answers/reports.ts";
import { ResultDocuments } from "../../../client/src/answers/resultDocuments.ts";
import { redactedChannel } from "../../../client/src/worker/trace.ts";
import type { Worker } from "../../../client/src/worker/worker.ts";
import { Redactor } from "../../../common/redaction.ts";
import manifest from "../../../package.json" with { type: "json" };
import { type Answer, type Question, standIn } from "../../host/standIn/state.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { clientWindow, Storage } from "../client/clientWindow.ts";
import type { Fault } from "./faults.ts";
import { LiveDocument } from "./liveDocument.ts";
import { argumentsOf, type Operation } from "./operations.ts";
import type { SharedWorker } from "./sharedWorker.ts";

type Window = ReturnType<typeof clientWindow>;

/** What all cells share. */
export interface World {
  sandbox: Sandbox;
  /** Another server, which must receive nothing. */
  elsewhere: string;
  worker: SharedWorker;
  /** Milliseconds that the worker's clock is ahead. */
  clock: string;
  /** Of this process, in ms since the epoch. */
  now: () => number;
}

/** One operation in a window with a real worker process, hit by one fault. */
export class Scene {
  readonly operation: Operation;
  readonly sandbox: Sandbox;
  readonly elsewhere: string;
  readonly storage = new Storage();
  readonly document: LiveDocument;
  readonly shown: string[] = [];
  /** Questions about another server, which the person closes. */
  readonly refused: string[] = [];
  readonly log: string[] = [];
  /** Takes the place of the log's file. */
  writeLog: (() => void) | undefined;
  /** Calls to Argus when the fault hit. */
  calls = 0;
  readonly #world: World;
  readonly #worker: SharedWorker;
  readonly #windows: Window[] = [];
  #fault: Fault | undefined;
  #isHit = false;

  constructor(world: World, operation: Operation, fault: Fault) {
    this.#world = world;
    this.#worker = world.worker;
    this.operation = operation;
    this.sandbox = world.sandbox;
    this.elsewhere = world.elsewhere;
    this.#fault = fault;
    standIn.reset();
    standIn.answer = (question) => this.#answer(question);
    this.document = new LiveDocument("");
    this.moveClock(0);
    const profile = { url: this.sandbox.url, clientId: this.sandbox.clientId };
    standIn.set("user", "argus.profiles", { mine: profile });
    this.#worker.tokens = () => this.#windows.flatMap(({ sessions }) => sessions.digests().tokens);
    this.openWindow();
  }

  get window(): Window {
    return this.#windows[0]!;
  }

  /** The worker's. */
  get process(): ChildProcess {
    return this.#worker.process;
  }

  /** Sets up the person's secrets, a token and the document. */
  async prepare(): Promise<void> {
    const { operation, sandbox, window } = this;
    const profile = { name: "mine", url: sandbox.url, clientId: sandbox.clientId };
    await this.#worker.renew();
    this.#worker.pushSettings();
    if (operation.startsEmpty !== true) {
      await window.profileSecrets.enter(profile, { credential: { kind: "apiKey", apiKey: sandbox.apiKey } });
      await window.profileSecrets.enter(profile, { clientSecret: sandbox.clientSecret });
      assert(await window.run("argus.getToken", "mine"), standIn.messages.join());
    }
    const text = operation.text?.(sandbox, this.token() ?? "") ?? "GET https://example.org/\n";
    this.document.apply([{ range: { start: START, end: START }, newText: text }]);
    standIn.documents = [this.document];
    standIn.messages = [];
    standIn.statusMessages = [];
    standIn.shown = [];
    standIn.questions = [];
  }

  /** Runs the operation, which the fault hits. @returns whether it succeeded */
  async run(): Promise<boolean> {
    standIn.pause = async (where) => {
      if (this.operation.hitAt === "question" && where.startsWith("question: Delete the stored")) await this.#hit();
    };
    this.#fault?.begin?.(this);
    const isDone = await this.window.run(this.operation.command, ...argumentsOf(this.operation, this.document));
    assert(this.#isHit, "the fault came too late");
    // Notifications that no one waits for.
    await new Promise(setImmediate);
    return isDone;
  }

  /** Ends the fault. */
  end(): void {
    this.#fault?.end?.(this);
    this.#fault = undefined;
    this.sandbox.recover();
  }

  dispose(): void {
    this.end();
    for (const window of this.#windows) window.close();
    standIn.reset();
  }

  /** The profile's token in the secret storage. */
  token(): string | undefined {
    return this.stored("mine")?.token?.accessToken;
  }

  /** The profile's token in the window, even if it could not be stored. */
  held(): string | undefined {
    return this.window.sessions.held().get("mine")?.accessToken;
  }

  stored(name: string): { origin: string; credential?: object; token?: { accessToken: string } } | undefined {
    const entry = this.storage.secrets.get(`argus.profile/${name}`);
    return entry === undefined ? undefined : (JSON.parse(entry) as ReturnType<Scene["stored"]>);
  }

  readonly openWindow = (): Window => {
    const documents = new ResultDocuments();
    const worker = { send: this.#send, restart: () => this.#worker.restart() };
    const window = clientWindow(this.storage, {
      worker,
      log: this.#log(),
      health: { note: () => undefined },
      resultDocuments: documents,
      reports: new Reports(documents, new Redactor()),
      environmentOffer: { make: () => undefined },
      results: { show: () => this.shown.push("the answer at its request") },
      extension: { packageJSON: manifest },
    });
    window.sessions.onDidChange(() => {
      this.#worker.pushTokens();
    });
    this.#windows.push(window);
    return window;
  };

  set(owner: "user" | "workspace", key: string, value: unknown): void {
    standIn.set(owner, key, value);
    this.#worker.pushSettings();
  }

  /** Argus takes the next calls and never answers. */
  silence(): void {
    this.sandbox.fail({ kind: "silent" }, 20);
  }

  /** @param fail throws instead of writing settings */
  readonly failWrites = (fail: (() => never) | undefined): void => {
    // eslint-disable-next-line @typescript-eslint/require-await -- rejects like VS Code
    standIn.pause = async (where) => {
      if (where === "settings") fail?.();
    };
  };

  /** @param offset in ms */
  readonly moveClock = (offset: number): void => {
    writeFileSync(this.#world.clock, String(offset));
    Date.now = () => this.#world.now() + offset;
  };

  stopWorker(): Promise<void> {
    return this.#worker.stop();
  }

  readonly #send: Worker["send"] = async (method, ...params) => {
    if (this.#isHit || method !== this.operation.hitAt || standIn.documents.length === 0) {
      return this.#worker.send(method, ...params);
    }
    this.#isHit = true;
    await this.#fault?.before?.(this);
    this.calls = this.sandbox.requests.length;
    const answer = this.#worker.send(method, ...params);
    await this.#fault?.during?.(this);
    return answer;
  };

  async #hit(): Promise<void> {
    if (this.#isHit) return;
    this.#isHit = true;
    await this.#fault?.before?.(this);
    await this.#fault?.during?.(this);
  }

  #log(): LogOutputChannel {
    const write = (line: string): void => {
      this.writeLog?.();
      this.log.push(line);
    };
    const names = ["trace", "debug", "info", "warn", "error", "append", "appendLine"];
    const channel = Object.fromEntries(names.map((name) => [name, write]));
    return redactedChannel(channel as unknown as LogOutputChannel, new Redactor());
  }

  #answer({ prompt, details = [] }: Question): Answer {
    const { sandbox } = this;
    const answers: readonly (readonly [RegExp, Answer])[] = [
      [/^Which Argus/, "Another URL…"],
      [/^URL of the Argus API/, sandbox.url],
      [/^Which server should be asked/, sandbox.url],
      [/^API key for/, sandbox.apiKey],
      [/^Client secret/, sandbox.clientSecret],
      [/^Client ID/, sandbox.clientId],
      [/^Profile name/, "new"],
      [/^Test the profile/, "Get a Token Now"],
      [/^The test failed/, undefined],
      [/^Which profile is the key/, "mine"],
      [/^Change the endpoints/, "Change Endpoints"],
      [/^Save “/, "Save"],
    ];
    const other = details.find((detail) => detail.includes(this.elsewhere));
    if (other !== undefined) {
      this.refused.push(`${prompt} ${other}`);
      return undefined;
    }
    const found = answers.find(([start]) => start.test(prompt));
    return found?.[1];
  }
}

const START = { line: 0, character: 0 };
