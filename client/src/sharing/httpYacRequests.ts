import * as l10n from "@vscode/l10n";
import { isTokenPlaceholder, tokenVariable } from "../../../common/tokenVariables.ts";
import { fileVariablesOf } from "./environmentNames.ts";
import { call, isObject, property } from "./unknownObject.ts";

/** Provides tokens for httpYac's requests. */
export interface TokenSource {
  /** Whether the person allows tokens for httpYac. */
  isOn(): boolean;
  /** Live tokens by profile. */
  live(): ReadonlyMap<string, string>;
  /** Is a text one of our tokens, current or expired? */
  isToken(text: string): boolean;
  profileNames(): readonly string[];
  activeProfile(): string | undefined;
  /** The profile of the request on a line of an open document. */
  profileAt(fileName: unknown, line: number): Promise<string | undefined>;
  /** Gets a token, asking for anything missing. On failure the person has been told why, and it returns `undefined`. */
  obtain(profile: string): Promise<string | undefined>;
}

/** The profiles of requests that are sent together. httpYac copies a context, including its symbols, for each step. */
const PROFILES = Symbol("Argus profiles");

/** httpYac's own hooks that expand `{{…}}`; ours runs before them. */
const REPLACING = ["host", "name", "javascript"];

/** The name of our hooks. */
const NAME = "argus-tokens";

const REFERENCE = /(?<![\w$.])argusToken(?:_\w+)?(?![\w$])/g;

/**
 * Provides the variables `argusToken` and `argusToken_<profile>` for the requests that httpYac sends. The request's
 * profile decides, and the request waits if that profile has no token yet: another profile's token is never used
 * instead.
 *
 * httpYac shares its variables among all requests of a file, so each value is set just before it is read.
 */
export class HttpYacRequests {
  readonly #source: TokenSource;

  constructor(source: TokenSource) {
    this.#source = source;
  }

  /** Adds the hooks once to a file that httpYac has read. */
  hookInto(file: unknown): void {
    addHook(file, "provideVariables", this.#provideVariables);
    addHook(file, "execute", this.#execute);
    addHook(file, "replaceVariable", this.#replaceVariable, { before: REPLACING });
  }

  /**
   * Runs before anything is sent. Provides what is available at once, because scripts read variables without notice.
   */
  readonly #provideVariables = async (_environments: unknown, context: unknown): Promise<Record<string, string>> => {
    if (!isObject(context)) return {};
    // A request that is sent again still has its previous variables.
    this.#takeBack(context);
    if (!this.#source.isOn()) return {};
    const profiles = new Set<string | undefined>();
    for (const region of regionsToSend(context)) profiles.add(await this.#profileOf(context, region));
    Reflect.set(context, PROFILES, [...profiles]);
    return Object.fromEntries(fileVariablesOf(this.#source.live(), onlyOne(context)));
  };

  /** Runs before each request, so that its scripts cannot read a token of another request in the file. */
  readonly #execute = async (context: unknown): Promise<boolean> => {
    if (!this.#source.isOn()) return true;
    this.#takeBack(context);
    const profile = await this.#profileIn(context);
    for (const [name, token] of fileVariablesOf(this.#source.live(), profile)) {
      if (property(context, "variables", name) === undefined) setVariable(context, name, token);
    }
    return true;
  };

  /** Runs before the expressions of a text are evaluated, and waits for the tokens that they name. */
  readonly #replaceVariable = async (text: unknown, _type: unknown, context: unknown): Promise<unknown> => {
    if (typeof text !== "string" || !text.includes("{{") || !this.#source.isOn()) return text;
    const closed = text.slice(0, Math.max(0, text.lastIndexOf("}}")));
    const expressions = closed.split("{{").slice(1);
    for (const [name] of expressions
      .map((expression) => expression.split("}}", 1)[0])
      .join("\n")
      .matchAll(REFERENCE)) {
      if (property(context, "variables", name) === undefined || this.#isGiven(context, name)) {
        await this.#provide(context, name);
      }
    }
    return text;
  };

  /** Sets a variable to a live token. Throws the error that httpYac shows if the request cannot be sent. */
  async #provide(context: unknown, name: string): Promise<void> {
    const profile =
      name === tokenVariable(undefined)
        ? await this.#profileIn(context)
        : this.#source.profileNames().find((known) => tokenVariable(known) === name);
    if (profile === undefined) {
      if (name !== tokenVariable(undefined) || profilesIn(context).length < 2) {
        throw new Error(l10n.t("No Argus profile has the variable “{0}”, so the request was not sent.", name));
      }
      throw new Error(
        l10n.t(
          "The requests use different Argus profiles, but “{0}” is used above all of them, so nothing was sent. Use it in each request, or use the variable of one profile.",
          name,
        ),
      );
    }
    const token = this.#source.live().get(profile) ?? (await this.#source.obtain(profile));
    if (token === undefined) {
      this.#takeBack(context);
      throw new Error(l10n.t("There is no Argus token of the profile “{0}”, so the request was not sent.", profile));
    }
    setVariable(context, name, token);
  }

  #takeBack(context: unknown): void {
    const variables = property(context, "variables");
    if (!isObject(variables)) return;
    for (const name of Object.keys(variables)) {
      if (isTokenPlaceholder(name) && this.#isGiven(context, name)) Reflect.deleteProperty(variables, name);
    }
  }

  /** Does the value come from here, rather than from a line of the file or another extension? */
  #isGiven(context: unknown, name: string): boolean {
    const value = property(context, "variables", name);
    if (typeof value !== "string" || !this.#source.isToken(value)) return false;
    return !regionsOf(context).some((region) =>
      Object.values(property(region, "variablesPerEnv") ?? {}).some((defined) => property(defined, name) === value),
    );
  }

  /** The profile of the request being read, or of the one to be sent if this text is above all requests. */
  async #profileIn(context: unknown): Promise<string | undefined> {
    const region = property(context, "httpRegion");
    return property(region, "request") === undefined ? onlyOne(context) : this.#profileOf(context, region);
  }

  async #profileOf(context: unknown, region: unknown): Promise<string | undefined> {
    return (
      (await this.#source.profileAt(property(context, "httpFile", "fileName"), lineOf(region))) ??
      directiveOf(region) ??
      directiveOfFile(context) ??
      this.#source.activeProfile()
    );
  }
}

function addHook(file: unknown, kind: string, hook: unknown, options?: object): void {
  const hooks = property(file, "hooks", kind);
  if (call(hooks, "hasHook", NAME) === false) call(hooks, "addHook", NAME, hook, options);
}

function setVariable(context: unknown, name: string, value: string): void {
  const variables = property(context, "variables");
  if (isObject(variables)) Reflect.set(variables, name, value);
}

function profilesIn(context: unknown): (string | undefined)[] {
  const profiles: unknown = isObject(context) ? Reflect.get(context, PROFILES) : undefined;
  return Array.isArray(profiles) ? (profiles as (string | undefined)[]) : [];
}

/** The profile of all requests to be sent; `undefined` if they have several. */
function onlyOne(context: unknown): string | undefined {
  const [profile, ...others] = profilesIn(context);
  return others.length === 0 ? profile : undefined;
}

function regionsOf(context: unknown): unknown[] {
  const regions = property(context, "httpFile", "httpRegions");
  return Array.isArray(regions) ? regions : [];
}

/** One request, some, or all of a file. */
function regionsToSend(context: object): unknown[] {
  const one = property(context, "httpRegion");
  if (one !== undefined) return [one];
  const some = property(context, "httpRegions");
  const regions: unknown[] = Array.isArray(some) ? some : regionsOf(context);
  return regions.filter((region) => property(region, "request") !== undefined);
}

/** The line of the request line in the document. */
function lineOf(region: unknown): number {
  const parts = property(region, "symbol", "children");
  const symbols: unknown[] = Array.isArray(parts) ? parts : [];
  const line = symbols.find((symbol) => property(symbol, "kind") === "requestLine");
  return Number(property(line, "startLine") ?? property(region, "symbol", "startLine"));
}

/** The profile in a `# @argus` line, which httpYac keeps among the directives it does not know. */
function directiveOf(region: unknown): string | undefined {
  const profile = property(region, "metaData", "argus");
  return typeof profile === "string" ? profile : undefined;
}

/** Above the first separator it applies to the whole file. */
function directiveOfFile(context: unknown): string | undefined {
  const [first] = regionsOf(context);
  const source = property(first, "symbol", "source");
  return typeof source === "string" && source.startsWith("###") ? undefined : directiveOf(first);
}
