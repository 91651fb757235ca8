import * as l10n from "@vscode/l10n";
import {
  type Disposable,
  type EnvironmentVariableCollection,
  extensions,
  type LogOutputChannel,
  type TextDocument,
  Uri,
  workspace,
} from "vscode";
import type { WarningNotifier } from "../failures/warningNotifier.ts";
import type { Sessions } from "../session/session.ts";
import { activeProfileName, keepsEnvironment, onDidChangeSettings, profileNames } from "../settings.ts";
import { clashText } from "../../../common/tokenVariables.ts";
import { clashesOf, environmentOf } from "./environmentNames.ts";
import { EnvironmentVariables } from "./environmentVariables.ts";
import { HttpYac } from "./httpYac.ts";
import type { SignIn } from "../tokens/signIn.ts";
import type { Worker } from "../worker/worker.ts";
import { report } from "../failures/report.ts";

interface Dependencies {
  sessions: Sessions;
  signIn: SignIn;
  worker: Worker;
  collection: EnvironmentVariableCollection;
  warningNotifier: WarningNotifier;
  log: LogOutputChannel;
}

/**
 * Puts the live tokens where tools that send requests look for them, if the setting allows it: into the environment of
 * this extension host and of new terminals, and into httpYac.
 */
export class Environment implements Disposable {
  readonly #sessions: Sessions;
  readonly #warningNotifier: WarningNotifier;
  readonly #log: LogOutputChannel;
  readonly #collection: EnvironmentVariableCollection;
  readonly #variables: EnvironmentVariables;
  readonly #httpYac: HttpYac;
  readonly #subscriptions: Disposable[];
  /** Variables that are not set because several profiles share them. */
  readonly #logged = new Set<string>();
  #isDisposed = false;

  constructor({ sessions, signIn, worker, collection, warningNotifier, log }: Dependencies) {
    this.#sessions = sessions;
    this.#warningNotifier = warningNotifier;
    this.#log = log;
    this.#collection = collection;
    collection.description = l10n.t(
      "Adds argus-token to PATH (setting argus.terminalCommand) and Argus access tokens (setting argus.environmentVariables).",
    );
    this.#variables = new EnvironmentVariables(process.env, collection, (value) => sessions.known(value) !== undefined);
    this.#httpYac = new HttpYac({
      isOn: () => this.#isOn(),
      live: () => this.#tokens(),
      isToken: (text) => sessions.known(text) !== undefined,
      profileNames,
      activeProfile: activeProfileName,
      profileAt: (fileName, line) => profileAt(worker, fileName, line),
      obtain: (profile) => obtain(signIn, log, profile),
    });
    const update = (): void => {
      this.#update();
    };
    this.#subscriptions = [
      sessions.onDidChange(update),
      onDidChangeSettings(update),
      // httpYac may have been installed or activated.
      extensions.onDidChange(update),
      workspace.onDidOpenTextDocument(update),
    ];
    update();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#update();
    this.#httpYac.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #update(): void {
    const names = profileNames();
    const tokens = this.#tokens();
    if (this.#isOn()) this.#setPersistent(false);
    this.#variables.set(environmentOf(tokens, names, activeProfileName()));
    if (!this.#isOn()) {
      this.#setPersistent(true);
      return;
    }
    this.#tellClashes(names);
    void this.#httpYac.attach();
  }

  /**
   * VS Code writes persistent variables to disk, for terminals that are restored before this extension starts. That may
   * include the path of argus-token, but never a token.
   */
  #setPersistent(persistent: boolean): void {
    // Each assignment sends a message to the editor.
    if (this.#collection.persistent !== persistent) this.#collection.persistent = persistent;
  }

  #isOn(): boolean {
    return !this.#isDisposed && keepsEnvironment();
  }

  /** The tokens to hand over, by profile. A token stays usable while a new one is being fetched. */
  #tokens(): ReadonlyMap<string, string> {
    if (!this.#isOn()) return new Map();
    const now = Date.now();
    const names = new Set(profileNames());
    const live = [...this.#sessions.held()].filter(([name, { expiresAt }]) => names.has(name) && expiresAt > now);
    return new Map(live.map(([name, { accessToken }]) => [name, accessToken]));
  }

  #tellClashes(names: readonly string[]): void {
    for (const { variable, profiles } of clashesOf(names)) {
      const line = `${variable} is not set: it would be that of ${profiles.join(", ")}`;
      if (this.#logged.has(line)) continue;
      this.#logged.add(line);
      this.#log.warn(line);
      this.#warningNotifier.warn([clashText(variable, profiles)]);
    }
  }
}

/**
 * The profile of a request according to the worker, since httpYac knows neither all forms of a directive nor which
 * profile is for a host. The worker knows only open documents, so one that httpYac imports is opened without being
 * shown.
 */
async function profileAt(worker: Worker, fileName: unknown, line: number): Promise<string | undefined> {
  const uri = typeof fileName === "string" ? Uri.file(fileName) : Uri.parse(String(fileName));
  const document = await opened(uri);
  if (document?.languageId !== "http" || !(line < document.lineCount)) return undefined;
  const answer = await worker.send("argus/requestAt", {
    textDocument: { uri: uri.toString() },
    position: { line, character: 0 },
  });
  return answer.ok ? answer.value?.profile : undefined;
}

async function opened(uri: Uri): Promise<TextDocument | undefined> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open;
  try {
    return await workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

/**
 * Gets a token for a request that is waiting for it. A failure is reported, and the person can try again before
 * sending.
 */
async function obtain(signIn: SignIn, log: LogOutputChannel, profile: string): Promise<string | undefined> {
  const obtained = await signIn.obtain(profile);
  if (obtained.ok) return obtained.value.token.accessToken;
  report(obtained.error, log, { retry: () => obtain(signIn, log, profile) });
  return undefined;
}
