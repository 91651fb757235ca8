import { type Disposable, extensions, workspace } from "vscode";

const EXTENSION = "anweber.vscode-httpyac";

/** What our hook is called there. */
const NAME = "argus-tokens";

/** Says what is now to be known in a file's requests. @param profile that the file's directive names */
type Offer = (profile: string | undefined) => ReadonlyMap<string, string>;

type Hook = (environments: unknown, context: unknown) => Record<string, string>;

/**
 * Offers variables to httpYac's requests, by the plugin interface of the httpYac that its extension exports. What is not
 * there as it is documented is left alone.
 *
 * @see https://httpyac.github.io/plugins/plugin-api.html
 */
export class HttpYac implements Disposable {
  readonly #hook: Hook;
  #plugins: object | undefined;

  constructor(offer: Offer) {
    this.#hook = freshVariables(offer);
  }

  /** Does so from now on, if its extension is there and at work. */
  async attach(): Promise<void> {
    const extension = extensions.getExtension<unknown>(EXTENSION);
    if (extension === undefined) return;
    // Such a document activates it anyway; nobody tells when that is done, unless it is waited for.
    const isAtWork = extension.isActive || workspace.textDocuments.some(({ languageId }) => languageId === "http");
    if (!isAtWork) return;
    try {
      this.#plugInto(await extension.activate());
    } catch {
      // It did not start, or has another interface: what is in the environment serves.
    }
  }

  dispose(): void {
    if (this.#plugins !== undefined) Reflect.deleteProperty(this.#plugins, NAME);
  }

  #plugInto(api: unknown): void {
    const plugins = property(api, "httpyac", "store", "pluginStore");
    if (!isObject(plugins) || plugins === this.#plugins) return;
    this.#plugins = plugins;
    Reflect.set(plugins, NAME, (file: unknown) => {
      addHook(file, this.#hook);
    });
    // Those that were read before have their hooks already.
    const files = call(property(api, "documentStore"), "getAll");
    if (Array.isArray(files)) for (const file of files) addHook(file, this.#hook);
  }
}

function addHook(file: unknown, hook: Hook): void {
  const variables = property(file, "hooks", "provideVariables");
  if (call(variables, "hasHook", NAME) === false) call(variables, "addHook", NAME, hook);
}

/** A request that is sent again comes with the variables of the last time, which would go before the fresh ones. */
function freshVariables(offer: Offer): Hook {
  const given = new WeakMap<object, ReadonlyMap<string, string>>();
  return (_environments, context) => {
    const offered = offer(profileOf(property(context, "httpFile")));
    if (isObject(context)) {
      const variables = property(context, "variables");
      for (const [name, value] of given.get(context) ?? []) {
        if (isObject(variables) && property(variables, name) === value) Reflect.deleteProperty(variables, name);
      }
      given.set(context, offered);
    }
    return Object.fromEntries(offered);
  };
}

/** The profile of `# @argus` above the first separator, which httpYac keeps with what else it does not know. */
function profileOf(file: unknown): string | undefined {
  const first = property(file, "httpRegions", "0");
  const source = property(first, "symbol", "source");
  const profile = property(first, "metaData", "argus");
  const isOfFile = typeof source !== "string" || !source.startsWith("###");
  return isOfFile && typeof profile === "string" ? profile : undefined;
}

function property(value: unknown, ...path: string[]): unknown {
  return path.reduce((found, name) => (isObject(found) ? (Reflect.get(found, name) as unknown) : undefined), value);
}

function call(value: unknown, method: string, ...args: unknown[]): unknown {
  const found = property(value, method);
  return typeof found === "function" ? (Reflect.apply(found, value, args) as unknown) : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
