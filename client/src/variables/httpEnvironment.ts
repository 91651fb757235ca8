import * as l10n from "@vscode/l10n";
import { isDeepStrictEqual } from "node:util";
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
import { HTTP_YAC } from "../../../common/senders.ts";
import type { Outcome } from "../failures/failure.ts";
import { askSteps } from "../prompts/multiStepInput.ts";
import type { Choice } from "../prompts/questions.ts";
import { affectsVariables, type HttpEnvironments } from "../worker/workerSettings.ts";
import { call, isObject, property } from "../sharing/unknownObject.ts";
import { plainLabel, plainText } from "../../../common/plainText.ts";
import type { Worker } from "../worker/worker.ts";
import { hasRestClient, RestClientEnvironment } from "./restClientEnvironment.ts";

/** In the workspace's state: the name of the chosen environment. */
const CHOSEN = "argus.httpEnvironment";

const HTTP_YAC_PICKER = "httpyac.toggle-env";

const DONE: Outcome<void> = { ok: true, value: undefined };

/**
 * The environment whose variables count in this workspace. If httpYac runs, its choice applies, which may differ by
 * document, so that both extensions agree. Otherwise the person chooses one here, and REST Client's choice comes first.
 *
 * @see https://httpyac.github.io/guide/environments.html
 */
export class HttpEnvironment implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #memento: Memento;
  readonly #restClient: RestClientEnvironment;
  readonly #subscriptions: { dispose(): unknown }[];
  /** What httpYac's extension exports. */
  #httpYac: object | undefined;
  #last: HttpEnvironments | undefined;

  constructor(memento: Memento, restClient = new RestClientEnvironment()) {
    this.#memento = memento;
    this.#restClient = restClient;
    const changed = (): void => {
      this.#changed.fire();
    };
    const update = (): void => {
      this.#update();
    };
    this.#subscriptions = [
      this.#changed,
      this.#restClient,
      this.#restClient.onDidChange(update),
      workspace.onDidGrantWorkspaceTrust(changed),
      workspace.onDidChangeWorkspaceFolders(changed),
      workspace.onDidChangeConfiguration((event) => {
        if (affectsVariables(event)) changed();
      }),
      workspace.onDidOpenTextDocument(({ languageId }) => {
        if (languageId === "http") void this.#attach();
      }),
      extensions.onDidChange(update),
      window.onDidChangeVisibleTextEditors(update),
    ];
    void this.#attach();
  }

  /** The environment or its contents changed. */
  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  /** The chosen environments, by name. */
  chosen(): HttpEnvironments {
    if (this.#httpYac === undefined) {
      // If several environments define a variable, the last one counts.
      const names = [this.#own, this.#restClient.name].filter((name) => name !== undefined);
      return { workspace: names, documents: {} };
    }
    const store = property(this.#httpYac, "documentStore");
    // httpYac chooses a document's environment when the document is shown. Asking earlier would make that choice.
    const shown = window.visibleTextEditors.map(({ document }) => document).filter(isHttp);
    return {
      workspace: names(property(store, "activeEnvironment")),
      documents: Object.fromEntries(
        shown.map(({ uri }) => [uri.toString(), names(call(store, "getActiveEnvironment", { fileName: uri }))]),
      ),
    };
  }

  /** Asks for an environment, with the list of httpYac, or of REST Client where no other environments exist. */
  async select(document: TextDocument, worker: Worker): Promise<Outcome<void>> {
    if (this.#httpYac !== undefined) {
      await commands.executeCommand(HTTP_YAC_PICKER, document.uri);
      return DONE;
    }
    const answer = await worker.send("argus/httpEnvironments", { textDocument: { uri: document.uri.toString() } });
    if (!answer.ok) return answer;
    const { environments } = answer.value;
    if (environments.length === 0) {
      void window.showInformationMessage(plainText(noEnvironments()));
      return DONE;
    }
    if (hasRestClient() && environments.every((name) => restClientEnvironments().includes(name))) {
      await this.#restClient.select();
      return DONE;
    }
    const picked = await this.#pick(environments);
    if (picked === undefined) return DONE;
    await this.#memento.update(CHOSEN, picked.name);
    this.#changed.fire();
    const done =
      picked.name === undefined
        ? l10n.t("Argus: this workspace now uses shared variables only.")
        : l10n.t("Argus: variables in this workspace now come from the environment “{0}”.", plainLabel(picked.name));
    void window.showInformationMessage(plainText(done));
    return DONE;
  }

  /** The environment that was chosen here. */
  get #own(): string | undefined {
    const name = this.#memento.get<unknown>(CHOSEN);
    return typeof name === "string" ? name : undefined;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #pick(environments: readonly string[]): Promise<{ name: string | undefined } | undefined> {
    const current = this.#own;
    const choices = [undefined, ...environments].map((name): Choice<string | undefined> => {
      const isChosen = name === current;
      const label = name === undefined ? l10n.t("No environment") : plainLabel(name);
      const notes = [
        ...(name === undefined ? [l10n.t("only shared variables")] : []),
        ...(isChosen ? [l10n.t("chosen")] : []),
      ];
      return { label, description: notes.join(" · "), value: name };
    });
    const prompt = hasRestClient()
      ? l10n.t("REST Client's own environment comes first. Which environment do other variables come from?")
      : l10n.t("Which environment do variables in this workspace come from?");
    return askSteps(l10n.t("Argus: HTTP Environment"), async (ask) => ({
      name: await ask.pick({ name: "environment", prompt, choices, active: current }),
    }));
  }

  /** Uses httpYac's choice from now on, if its extension is installed: an open document activates it. */
  async #attach(): Promise<void> {
    const extension = extensions.getExtension<unknown>(HTTP_YAC);
    if (extension === undefined) return;
    if (!extension.isActive && !workspace.textDocuments.some(isHttp)) return;
    const api = await extension.activate().then(undefined, () => undefined);
    const store = property(api, "documentStore");
    if (!isObject(api) || !isObject(store) || !("activeEnvironment" in store) || this.#httpYac === api) return;
    this.#httpYac = api;
    const subscription = call(api, "environmentChanged", () => {
      this.#update();
    });
    if (isObject(subscription)) this.#subscriptions.push(subscription as Disposable);
    this.#update();
  }

  #update(): void {
    if (extensions.getExtension(HTTP_YAC) === undefined) this.#httpYac = undefined;
    const chosen = this.chosen();
    if (isDeepStrictEqual(chosen, this.#last)) return;
    this.#last = chosen;
    this.#changed.fire();
  }
}

const isHttp = ({ languageId }: TextDocument): boolean => languageId === "http";

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
}

/** The names of environments that REST Client offers. */
function restClientEnvironments(): string[] {
  return Object.keys(workspace.getConfiguration("rest-client").get<object>("environmentVariables") ?? {});
}

function noEnvironments(): string {
  return workspace.isTrusted
    ? l10n.t(
        "Argus: no environments were found for this file. They are defined in http-client.env.json beside the file or in a folder above it, or in the setting rest-client.environmentVariables.",
      )
    : l10n.t("Argus: variables from other files are not read, because this folder is not trusted.");
}
