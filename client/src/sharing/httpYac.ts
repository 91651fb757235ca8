import { HTTP_YAC } from "../../../common/senders.ts";
import { type Disposable, extensions, workspace } from "vscode";
import { HttpYacRequests, type TokenSource } from "./httpYacRequests.ts";
import { ignored } from "../../../common/ignored.ts";
import { call, isObject, property } from "./unknownObject.ts";

/** The name of our plugin. */
const NAME = "argus-tokens";

/**
 * Provides variables to httpYac's requests through the plugin interface that its extension exports. Anything that does
 * not match the documentation is left alone.
 *
 * @see https://httpyac.github.io/plugins/plugin-api.html
 */
export class HttpYac implements Disposable {
  readonly #requests: HttpYacRequests;
  #plugins: object | undefined;

  constructor(source: TokenSource) {
    this.#requests = new HttpYacRequests(source);
  }

  /** Attaches to httpYac from now on if its extension is installed and active. */
  async attach(): Promise<void> {
    const extension = extensions.getExtension<unknown>(HTTP_YAC);
    if (extension === undefined) return;
    // An open document activates it anyway. There is no event for the end of activation, so this waits for it.
    const isAtWork = extension.isActive || workspace.textDocuments.some(({ languageId }) => languageId === "http");
    if (!isAtWork) return;
    const attached = Promise.resolve(extension.activate()).then((api) => {
      this.#plugInto(api);
    });
    await attached.catch(ignored("it did not start or has another interface: the environment still works"));
  }

  dispose(): void {
    if (this.#plugins !== undefined) Reflect.deleteProperty(this.#plugins, NAME);
  }

  #plugInto(api: unknown): void {
    const plugins = property(api, "httpyac", "store", "pluginStore");
    if (!isObject(plugins) || plugins === this.#plugins) return;
    this.#plugins = plugins;
    Reflect.set(plugins, NAME, (file: unknown) => {
      this.#requests.hookInto(file);
    });
    // Files that were read earlier already have their hooks.
    const files = call(property(api, "documentStore"), "getAll");
    if (Array.isArray(files)) for (const file of files) this.#requests.hookInto(file);
  }
}
