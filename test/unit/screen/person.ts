/** A window with one file of three requests, and what a person reads in it. */
import type { TextDocument } from "vscode";
import { mock } from "node:test";
import { AnswerWatch } from "../../../client/src/answers/answerWatch.ts";
import { InlineResults } from "../../../client/src/answers/inlineResults.ts";
import { ResultDocuments } from "../../../client/src/answers/resultDocuments.ts";
import { ProfileAtCursor } from "../../../client/src/documents/profileAtCursor.ts";
import type { Worker } from "../../../client/src/worker/worker.ts";
import { settingsForWorker } from "../../../client/src/worker/workerSettings.ts";
import { StatusBar } from "../../../client/src/statusBar/statusBar.ts";
import { compactTitle, lensTitle } from "../../../common/protocol/lensState.ts";
import { Redactor } from "../../../common/redaction.ts";
import { findingsIn } from "../../../server/src/http/diagnostics/diagnose.ts";
import { lensPositions } from "../../../server/src/http/features/codeLenses.ts";
import { hoverAt } from "../../../server/src/http/features/hover.ts";
import { NO_OUTSIDE_VARIABLES, type OutsideVariable } from "../../../server/src/http/facts/outsideVariables.ts";
import { parse } from "../../../server/src/http/parse/parse.ts";
import { WorkerState } from "../../../server/src/workerState.ts";
import { editIn } from "../../host/standIn/edits.ts";
import { EventEmitter, none } from "../../host/standIn/events.ts";
import { standIn } from "../../host/standIn/state.ts";
import { window as vscodeWindow } from "../../host/standIn/vscode.ts";
import { clientWindow, Storage } from "../client/clientWindow.ts";
import { LiveDocument } from "../faults/liveDocument.ts";
import { InProcessWorker } from "./argus.ts";

/** Longer than any pause after which the client looks again, in ms. */
const SETTLED = 400;

export const PROFILES = {
  dev: { url: "https://dev.example", clientId: "d" },
  prod: { url: "https://prod.example", clientId: "p", hosts: ["app.example"] },
};
export type Name = keyof typeof PROFILES;

/** The profiles of the settings, by their present names. */
export function hostsNow(): Readonly<Record<string, { url: string; hosts?: readonly string[] }>> {
  return standIn.settings.user["argus.profiles"] as Record<string, { url: string }>;
}

/** One thing that the screen says. */
export interface Statement {
  where: "lens" | "compact lens" | "answer" | "answer's hover" | "hover" | "problem";
  text: string;
  /** Of the request that it is about. */
  line: number;
}

/** Reads the screen, and acts. */
export class Person {
  readonly document = new LiveDocument("");
  readonly state = new WorkerState();
  readonly worker: InProcessWorker;
  readonly storage = new Storage();
  readonly window: ReturnType<typeof clientWindow>;
  /** What the person answers to the question about another host. */
  boldness: string | undefined;
  /** Auto-refresh has tried to renew each token, in vain. */
  isRenewalFailing = false;
  /** The host in the chosen environment of variables. */
  environment = "dev.example";
  readonly #factsChanged = new EventEmitter<void>();
  readonly #refreshed = new EventEmitter<void>();
  #drawn = new Map<object, { line: number; text: string; hover: string }[]>();
  readonly #bar = { text: "", accessibilityInformation: { label: "" }, show: none, hide: none, dispose: none };
  readonly #parts: { dispose(): unknown }[];
  readonly #cursor = { line: 0, character: 0 };

  constructor(text: string) {
    const { document, state } = this;
    state.variables.of = () => ({ ...NO_OUTSIDE_VARIABLES, find: (name) => this.#outside(name) });
    this.worker = new InProcessWorker(document, state);
    const worker = { send: this.worker.send, onDidChangeFacts: this.#factsChanged.event } as unknown as Worker;
    const start = { line: 0, character: 0 };
    document.apply([{ range: { start, end: start }, newText: text }]);
    standIn.documents = [document];
    standIn.answer = ({ prompt, choices }) => {
      if (prompt.startsWith("API key for")) return "some/api/key";
      if (prompt.startsWith("Client secret of")) return "";
      if (/^(Insert a token of|Write fresh tokens) /.test(prompt)) return this.boldness ?? choices?.[9];
      return undefined;
    };
    this.#showWindow();
    const real = new InlineResults(new ResultDocuments(), new Redactor());
    this.window = clientWindow(this.storage, {
      worker,
      results: {
        show: (...shown: Parameters<InlineResults["show"]>) => {
          real.show(...shown);
        },
        outdateAt: (...at: Parameters<InlineResults["outdateAt"]>) => {
          real.outdateAt(...at);
        },
      },
      environmentOffer: { make: () => undefined },
    });
    const { sessions } = this.window;
    const here = new ProfileAtCursor(worker);
    this.#parts = [
      real,
      here,
      new AnswerWatch({ results: real, sessions, worker }),
      new StatusBar({
        sessions,
        here,
        refresh: {
          state: () =>
            this.isRenewalFailing ? { kind: "scheduled", at: Date.now() + 10_000, failures: 1 } : { kind: "off" },
          onDidChange: this.#refreshed.event,
        },
        storage: { note: () => undefined, onDidChange: none },
        credentials: this.window.profileSecrets,
        copyProof: "proof",
      }),
      sessions.onDidChange(() => state.holdTokens(sessions.digests())),
      standIn.settingsChanged.event(() => {
        state.configure(settingsForWorker());
        this.#factsChanged.fire();
      }),
    ];
    standIn.set("user", "argus.profiles", PROFILES);
  }

  async run(id: string, ...args: unknown[]): Promise<void> {
    await this.#runIn(this.window, id, args);
  }

  async #runIn(window: ReturnType<typeof clientWindow>, id: string, args: readonly unknown[]): Promise<void> {
    const state = { isDone: false };
    const done = window.run(id, ...args).finally(() => (state.isDone = true));
    // Commands wait for other windows.
    while (!state.isDone) {
      await this.#turns(8);
      mock.timers.tick(20);
    }
    await done;
  }

  /** Lets the client notice what has changed. */
  async settle(): Promise<void> {
    for (const ms of [SETTLED, SETTLED]) {
      await this.#turns(8);
      mock.timers.tick(ms);
    }
    await this.#turns(8);
  }

  async wait(ms: number): Promise<void> {
    mock.timers.tick(ms);
    await this.settle();
  }

  /** The machine sleeps, or its clock is set back: no timer runs. Then the person looks at the window again. */
  async jump(ms: number): Promise<void> {
    if (ms < 0) this.worker.offset += ms;
    mock.timers.setTime(Date.now() + ms);
    await this.focus();
  }

  async focus(): Promise<void> {
    standIn.windowState.fire({ focused: true, active: true });
    await this.settle();
  }

  choose(environment: string): void {
    this.environment = environment;
    this.#factsChanged.fire();
  }

  /** Tokens are kept in the environment. */
  get isSharing(): boolean {
    return standIn.settings.user["argus.environmentVariables"] === true;
  }

  #outside(name: string): OutsideVariable | undefined {
    const origin = { kind: "setting", setting: "environments", environment: "chosen" } as const;
    return name === "host" ? { name, value: this.environment, origin } : undefined;
  }

  setRenewalFailing(isFailing: boolean): void {
    this.isRenewalFailing = isFailing;
    this.#refreshed.fire();
  }

  /** Runs a command in another window of the same VS Code, without the file. */
  async runElsewhere(id: string, ...args: unknown[]): Promise<void> {
    const other = clientWindow(this.storage, { worker: { send: this.worker.send } });
    await this.#runIn(other, id, args);
    other.close();
  }

  /** Replaces a line. */
  edit(line: number, newText: string): void {
    const { text } = this.document.lineAt(line);
    this.document.apply([{ range: { start: { line, character: 0 }, end: { line, character: text.length } }, newText }]);
  }

  put(line: number): void {
    if (line === this.#cursor.line) return;
    this.#cursor.line = line;
    // As VS Code does after a pause.
    standIn.opened.fire(this.document);
  }

  get cursor(): number {
    return this.#cursor.line;
  }

  /** The status bar's text without its icon, and its name for screen readers. */
  bar(): { text: string; label: string } {
    const { text, accessibilityInformation } = this.#bar;
    return { text: text.replace(/^\$\(\S+\) /, ""), label: accessibilityInformation.label };
  }

  statements(): Statement[] {
    const { document, state } = this;
    const uri = document.uri.toString();
    const model = parse(document.getText());
    const analysis = state.analysisOf(uri);
    const at = (line: number): number =>
      this.requestLines().findLast((start) => start <= line) ?? this.requestLines()[0] ?? 0;
    const lenses = lensPositions(model, uri, analysis).flatMap(
      ({ line, state: lens = { kind: "none" } }): Statement[] => [
        { where: "lens", text: lensTitle(lens, analysis.now), line },
        { where: "compact lens", text: compactTitle(lens, analysis.now), line },
      ],
    );
    const answers = [...this.#drawn.values()].flat().flatMap(({ line, text, hover }): Statement[] => [
      { where: "answer", text, line: at(line) },
      { where: "answer's hover", text: hover, line: at(line) },
    ]);
    const lines = document.getText().split("\n");
    const hovers = lines.flatMap((text, line): Statement[] => {
      const character = text.indexOf("Bearer ") + "Bearer ".length;
      const hover = text.startsWith("Authorization: ") && hoverAt(model, { line, character }, analysis);
      return hover ? [{ where: "hover", text: hover.paragraphs.join("\n"), line: at(line) }] : [];
    });
    const problems = findingsIn(model, uri, analysis).map(({ code, message, range }): Statement => ({
      where: "problem",
      text: `${code}: ${message}`,
      line: at(range.start.line),
    }));
    return [...lenses, ...answers, ...hovers, ...problems];
  }

  /** The lines of the request lines. */
  requestLines(): number[] {
    const lines = this.document.getText().split("\n");
    return lines.flatMap((text, line) => (text.startsWith("GET ") ? [line] : []));
  }

  close(): void {
    for (const part of this.#parts) part.dispose();
    this.window.close();
  }

  async #turns(count: number): Promise<void> {
    for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
  }

  #showWindow(): void {
    const { document } = this;
    const editor = {
      document: document as unknown as TextDocument,
      selection: { active: this.#cursor },
      edit: (build: Parameters<typeof editIn>[1]) => editIn(document, build),
      setDecorations: (style: object, options: Parameters<typeof drawnIn>[0]) =>
        this.#drawn.set(style, drawnIn(options)),
    };
    Object.assign(vscodeWindow, {
      createStatusBarItem: () => this.#bar,
      createTextEditorDecorationType: () => ({ dispose: () => undefined }),
    });
    Object.defineProperty(vscodeWindow, "activeTextEditor", { get: () => editor, configurable: true });
    Object.defineProperty(vscodeWindow, "visibleTextEditors", { get: () => [editor], configurable: true });
  }
}

function drawnIn(
  options: {
    range: { start: { line: number } };
    hoverMessage: { value: string };
    renderOptions: { after: { contentText: string } };
  }[],
): { line: number; text: string; hover: string }[] {
  return options.map(({ range, hoverMessage, renderOptions }) => ({
    line: range.start.line,
    text: renderOptions.after.contentText,
    hover: hoverMessage.value,
  }));
}
