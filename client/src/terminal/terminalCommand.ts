import * as l10n from "@vscode/l10n";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type Disposable, type ExtensionContext, type LogOutputChannel, workspace } from "vscode";
import { ExitCode, type FailureAnswer, type TokenAnswer } from "../../../common/terminalFrames.ts";
import { errorName } from "../failures/errorName.ts";
import { activeProfileName, onDidChangeSettings, profileNamed, terminalCommand } from "../settings.ts";
import type { Tokens } from "../tokens/tokens.ts";
import { failureAnswer, tokenAnswer } from "./answers.ts";
import { TerminalConsent, type Verdict } from "./consent.ts";
import { TerminalEnvironment } from "./terminalEnvironment.ts";
import type { TokenQuery } from "./tokenSocket.ts";
import { type RunningServer, startServer } from "./windowServer.ts";
import { writeWrappers } from "./wrappers.ts";

/** In the workspace's state: a stable name for its windows, which is not secret. */
const WORKSPACE_ID = "argus.terminalWorkspace";

/** The shortest time between log lines about rejected callers, in ms. */
const LOG_PAUSE = 10_000;

interface Dependencies {
  context: Pick<
    ExtensionContext,
    "globalStorageUri" | "workspaceState" | "environmentVariableCollection" | "asAbsolutePath"
  >;
  tokens: Pick<Tokens, "obtain">;
  log: LogOutputChannel;
}

/** Answers `argus-token` in this window's terminals while the setting allows it and the folder is trusted. */
export class TerminalCommand implements Disposable {
  readonly #context: Dependencies["context"];
  readonly #tokens: Dependencies["tokens"];
  readonly #log: LogOutputChannel;
  readonly #consent = new TerminalConsent();
  readonly #environment: TerminalEnvironment;
  readonly #subscriptions: Disposable[] = [];
  #server: RunningServer | undefined;
  #isDisposed = false;
  /** Starting and stopping take turns. */
  #queue: Promise<void> = Promise.resolve();
  #lastLogged = -Infinity;

  constructor({ context, tokens, log }: Dependencies) {
    this.#context = context;
    this.#tokens = tokens;
    this.#log = log;
    this.#environment = new TerminalEnvironment(context.environmentVariableCollection);
  }

  /** Starts following the setting and the trust in the folder. */
  start(): void {
    const update = (): void => {
      this.#queue = this.#queue.then(() => this.#update());
    };
    this.#subscriptions.push(onDidChangeSettings(update), workspace.onDidGrantWorkspaceTrust(update));
    update();
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#server?.close();
    this.#server = undefined;
  }

  async #update(): Promise<void> {
    const isWanted = !this.#isDisposed && workspace.isTrusted && terminalCommand() !== "off";
    if (!isWanted) {
      this.#server?.close();
      this.#server = undefined;
      if (!this.#isDisposed) this.#environment.clear();
    } else if (this.#server === undefined) {
      try {
        await this.#open();
      } catch (error) {
        this.#environment.clear();
        this.#log.warn(`argus-token is not available in terminals (${reasonOf(error)}).`);
      }
    }
  }

  async #open(): Promise<void> {
    const home = this.#context.globalStorageUri.fsPath;
    const bin = join(home, "bin");
    writeWrappers(bin, {
      executable: process.execPath,
      isElectron: process.versions["electron"] !== undefined,
      program: this.#context.asAbsolutePath("dist/cli.js"),
    });
    const server = await startServer({
      windows: join(home, "windows"),
      workspace: await this.#workspaceId(),
      answer: (asked, asking, gone) => this.#answer(asked, asking, gone),
      onCutOff: (why) => {
        this.#logCutOff(why);
      },
      otherVersion: () => ({
        exitCode: ExitCode.noWindow,
        message: l10n.t("This window runs another version of Argus Tokens: reload it."),
      }),
    });
    if (this.#isDisposed) {
      server.close();
      return;
    }
    this.#server = server;
    this.#environment.set(bin, server.entries);
  }

  async #workspaceId(): Promise<string> {
    const known = this.#context.workspaceState.get<unknown>(WORKSPACE_ID);
    if (typeof known === "string" && /^[0-9a-f]{32}$/.test(known)) return known;
    const id = randomBytes(16).toString("hex");
    await this.#context.workspaceState.update(WORKSPACE_ID, id);
    return id;
  }

  async #answer(asked: TokenQuery, asking: () => void, gone: AbortSignal): Promise<TokenAnswer | FailureAnswer> {
    const answer = await this.#answerFor(asked, asking, gone).catch((error: unknown): FailureAnswer => {
      // A bug. Its message could quote anything.
      this.#log.error(`argus-token could not be answered (${errorName(error)}).`);
      return { exitCode: ExitCode.needsPerson, message: l10n.t("Something went wrong in the window: see its log.") };
    });
    const outcome = "exitCode" in answer ? `exit code ${answer.exitCode}` : `the token of ${answer.profile}`;
    this.#log.info(`argus-token in process ${asked.pid}: ${outcome}`);
    return answer;
  }

  async #answerFor(
    { pid, prompt, profile: named }: TokenQuery,
    asking: () => void,
    gone: AbortSignal,
  ): Promise<TokenAnswer | FailureAnswer> {
    const name = named ?? activeProfileName();
    if (name === undefined) {
      const message = l10n.t("There is no Argus profile yet. Add one with “Argus: Add Profile”.");
      return { exitCode: ExitCode.noProfile, message };
    }
    const profile = profileNamed(name);
    if (!profile.ok) return failureAnswer(profile.error);
    const asker = { pid, profile: profile.value, prompt, asking, gone };
    const verdict = terminalCommand() === "on" ? "allowed" : await this.#consent.check(asker);
    if (verdict !== "allowed") return { exitCode: ExitCode.needsPerson, message: refusal(verdict, name) };
    const obtained = await this.#tokens.obtain(profile.value);
    return obtained.ok ? tokenAnswer(obtained.value) : failureAnswer(obtained.error);
  }

  /** Many of them must not fill the log. */
  #logCutOff(why: string): void {
    const now = performance.now();
    if (now - this.#lastLogged < LOG_PAUSE) return;
    this.#lastLogged = now;
    this.#log.warn(`A caller of argus-token's socket was cut off: ${why}.`);
  }
}

function refusal(verdict: Exclude<Verdict, "allowed">, profile: string): string {
  switch (verdict) {
    case "denied":
      return l10n.t("You denied access to the token of “{0}” here; a new terminal asks again.", profile);
    case "deniedElsewhere":
      return l10n.t(
        "You denied access to the token of “{0}” for programs outside the window's terminals; after a reload of the window they ask again.",
        profile,
      );
    case "closed":
      return l10n.t("The question about the token of “{0}” was closed without an answer.", profile);
    case "unasked":
      return l10n.t(
        "You have not allowed access to the token of “{0}” here yet; without --no-prompt the window asks you.",
        profile,
      );
  }
}

/** A system error code, which contains no path. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : errorName(error);
}
