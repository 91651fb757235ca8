import * as l10n from "@vscode/l10n";
import {
  commands,
  type Disposable,
  type Event,
  EventEmitter,
  extensions,
  type Memento,
  type TextDocument,
  window,
  workspace,
} from "vscode";
import type { Outcome } from "../failures/failure.ts";
import { plainText } from "../text/plainText.ts";
import type { Worker } from "../worker/worker.ts";

/** In the workspace's state: the name of the chosen environment. */
const CHOSEN = "argus.httpEnvironment";

const HTTP_YAC = "anweber.vscode-httpyac";
const HTTP_YAC_PICKER = "httpyac.toggle-env";

/** The parts we use of httpYac's extension API, each only if it matches this description. */
interface HttpYacApi {
  documentStore?: { activeEnvironment?: unknown };
  environmentChanged?: unknown;
}

/**
 * The environment of `http-client.env.json` and similar files for this workspace. If httpYac runs, it is the one chosen
 * there, so that both extensions agree; otherwise the person chooses it here.
 *
 * @see https://httpyac.github.io/guide/environments.html
 */
export class HttpEnvironment implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #memento: Memento;
  readonly #subscriptions: { dispose(): unknown }[];
  #isListening = false;

  constructor(memento: Memento) {
    this.#memento = memento;
    const changed = (): void => {
      this.#changed.fire();
    };
    this.#subscriptions = [
      this.#changed,
      workspace.onDidGrantWorkspaceTrust(changed),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("rest-client.environmentVariables")) changed();
      }),
      // The first document of its language activates httpYac.
      window.onDidChangeActiveTextEditor(() => {
        this.#listenToHttpYac();
      }),
    ];
  }

  /** The environment or its contents changed. */
  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  /** Names of the chosen environments, the most important one last. */
  chosen(): string[] {
    const api = httpYac();
    if (api !== undefined) {
      const active = api.documentStore?.activeEnvironment;
      return Array.isArray(active) ? active.filter((name) => typeof name === "string") : [];
    }
    const name = this.#memento.get<unknown>(CHOSEN);
    return typeof name === "string" ? [name] : [];
  }

  /** Asks for an environment, with httpYac's own list if it runs. */
  async select(document: TextDocument, worker: Worker): Promise<Outcome<void>> {
    const done: Outcome<void> = { ok: true, value: undefined };
    if (httpYac() !== undefined) {
      await commands.executeCommand(HTTP_YAC_PICKER);
      return done;
    }
    const answer = await worker.send("argus/httpEnvironments", { textDocument: { uri: document.uri.toString() } });
    if (!answer.ok) return answer;
    const { environments } = answer.value;
    if (environments.length === 0) {
      void window.showInformationMessage(
        plainText(
          l10n.t(
            "Argus: no environments were found for this file. They are defined in http-client.env.json beside the file or in a folder above it, or in the setting rest-client.environmentVariables.",
          ),
        ),
      );
      return done;
    }
    const [current] = this.chosen();
    const none = { label: l10n.t("No environment"), description: l10n.t("only shared variables"), name: undefined };
    const named = environments.map((name) => ({
      label: plainText(name),
      description: name === current ? l10n.t("chosen") : "",
      name,
    }));
    const items = [none, ...named];
    const picked = await window.showQuickPick(items, {
      title: l10n.t("Argus: HTTP Environment"),
      placeHolder: l10n.t("Which environment should this workspace's .http files use?"),
    });
    if (picked === undefined) return done;
    await this.#memento.update(CHOSEN, picked.name);
    this.#changed.fire();
    return done;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #listenToHttpYac(): void {
    const changed = httpYac()?.environmentChanged;
    if (this.#isListening || typeof changed !== "function") return;
    this.#isListening = true;
    const subscription = (changed as Event<unknown>)(() => {
      this.#changed.fire();
    });
    this.#subscriptions.push(subscription);
    this.#changed.fire();
  }
}

/** The API of httpYac's extension; `undefined` if it does not run. */
function httpYac(): HttpYacApi | undefined {
  const extension = extensions.getExtension<unknown>(HTTP_YAC);
  if (extension?.isActive !== true) return undefined;
  const api: unknown = extension.exports;
  return typeof api === "object" && api !== null && "documentStore" in api ? (api as HttpYacApi) : undefined;
}
