import type { OutsideVariable, OutsideVariables, VariableOrigin } from "../http/facts/outsideVariables.ts";
import { SHARED } from "./environmentFile.ts";
import type { FilePlace, VariableFile, VariableFiles } from "./variableFiles.ts";

/** A setting of another extension that defines variables. */
export interface VariableSetting {
  /** Its name. */
  readonly setting: string;
  /** Environment → name → value. */
  readonly environments: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface VariableSources {
  /** Where the document is on disk; `undefined` if it was never saved. */
  readonly place: FilePlace | undefined;
  /**
   * The environments chosen for the document. If several define a variable, the last one counts; the shared one is the
   * last resort.
   */
  readonly environments: readonly string[];
  /** The first one that defines a variable counts. */
  readonly settings: readonly VariableSetting[];
  /** The environment of the worker process. */
  readonly process: NodeJS.ProcessEnv;
}

/** `$processEnv NAME`, `$env.NAME` and `%NAME%`; a `%` before the name means that a variable contains the name. */
const PROCESS = /^(?:\$processEnv\s+(%?\w+)|\$env[.\s](\w+)|%(\w+)%)$/;

const SOURCED = /^\$(\S+)\s+(%?)([\w.-]+)$/;

/**
 * Resolves references of one document as the tools that send it do: `{{name}}` from environment files, `.env` (httpYac)
 * and settings; `{{$shared name}}`, `{{$dotenv NAME}}`, `{{$processEnv NAME}}`, `{{$env.NAME}}` and `%NAME%` from the
 * one source that each names. File variables come before all of these; the caller looks there first.
 *
 * @see https://github.com/Huachao/vscode-restclient#environment-variables
 * @see https://httpyac.github.io/guide/environments.html
 */
export function outsideVariables(files: VariableFiles, sources: VariableSources): OutsideVariables {
  return new SourcedVariables(files, sources);
}

/** Each has files of its own in each folder. People choose one or two. */
const MOST_ENVIRONMENTS = 16;

class SourcedVariables implements OutsideVariables {
  readonly #files: VariableFiles;
  readonly #sources: VariableSources;
  /** The environments that count, the most important one first. */
  readonly #layers: readonly string[];
  /** By environment and prefix: a document may have thousands of references. */
  readonly #ofSettings = new Map<string, ReadonlyMap<string, OutsideVariable>>();
  #named: ReadonlyMap<string, OutsideVariable> | undefined;
  #dotenv: ReadonlyMap<string, OutsideVariable> | undefined;

  constructor(files: VariableFiles, sources: VariableSources) {
    this.#files = files;
    const environments = sources.environments.slice(-MOST_ENVIRONMENTS);
    this.#sources = { ...sources, environments };
    this.#layers = [...environments.toReversed(), SHARED];
  }

  find(reference: string): OutsideVariable | undefined {
    const fromProcess = PROCESS.exec(reference)?.slice(1).find(Boolean);
    if (fromProcess !== undefined) return this.#processVariable(reference, fromProcess);
    const [, source = "", sign, written = ""] = SOURCED.exec(reference) ?? [];
    if (source === "dotenv") {
      const found = this.#ofDotenv.get(sign === "%" ? this.#nameIn(written) : written);
      return found && { ...found, name: reference };
    }
    const layer = source === "shared" ? SHARED : source;
    if (this.#layers.includes(layer)) return this.#settingVariables(layer, `$${source} `).get(reference);
    return reference.startsWith("$") ? undefined : this.#byName.get(reference);
  }

  all(): readonly OutsideVariable[] {
    const dotenv = [...this.#ofDotenv.values()].map((each) => ({ ...each, name: `$dotenv ${each.name}` }));
    return [...this.#byName.values(), ...dotenv, ...this.#settingVariables(SHARED, "$shared ").values()];
  }

  environmentsWith(name: string): readonly string[] {
    const { place, settings } = this.#sources;
    const inFiles = place === undefined ? [] : this.#files.environments(place);
    const defining = [
      ...inFiles.flatMap(({ variables }) => variables.filter((variable) => variable.name === name)),
      ...settings.flatMap(({ environments }) =>
        Object.keys(environments)
          .filter((environment) => Object.hasOwn(environments[environment] ?? {}, name))
          .map((environment) => ({ environment })),
      ),
    ];
    const names = new Set(defining.map(({ environment }) => environment ?? SHARED));
    return [...names].filter((each) => !this.#layers.includes(each));
  }

  /** The variables for references that name no source. */
  get #byName(): ReadonlyMap<string, OutsideVariable> {
    if (this.#named === undefined) {
      const { place, environments } = this.#sources;
      const json = place === undefined ? [] : this.#files.environments(place);
      const dotenv = place === undefined ? [] : this.#files.dotenvs(place, environments);
      this.#named = merged([
        ...this.#layers.flatMap((layer) => json.map((file) => definitionsIn(file, layer))),
        ...dotenv.map((file) => definitionsIn(file, undefined)),
        ...this.#layers.map((layer) => this.#settingVariables(layer, "")),
      ]);
    }
    return this.#named;
  }

  /** REST Client reads one file; httpYac resolves `$dotenv` from any file that defines the name. */
  get #ofDotenv(): ReadonlyMap<string, OutsideVariable> {
    if (this.#dotenv === undefined) {
      const { place, environments } = this.#sources;
      const nearest = place === undefined ? undefined : this.#files.nearestDotenv(place, environments);
      const all = place === undefined ? [] : this.#files.dotenvs(place, environments);
      const ordered = nearest === undefined ? all : [nearest, ...all];
      this.#dotenv = merged(ordered.map((file) => definitionsIn(file, undefined)));
    }
    return this.#dotenv;
  }

  #settingVariables(layer: string, prefix: string): ReadonlyMap<string, OutsideVariable> {
    const key = JSON.stringify([layer, prefix]);
    const found = this.#ofSettings.get(key) ?? this.#readSettings(layer, prefix);
    this.#ofSettings.set(key, found);
    return found;
  }

  #readSettings(layer: string, prefix: string): ReadonlyMap<string, OutsideVariable> {
    return merged(
      this.#sources.settings.map(({ setting, environments }) => {
        const origin: VariableOrigin = { kind: "setting", setting, environment: layer };
        const variables = Object.hasOwn(environments, layer) ? Object.entries(environments[layer] ?? {}) : [];
        return new Map(variables.map(([name, value]) => [prefix + name, { name: prefix + name, value, origin }]));
      }),
    );
  }

  #processVariable(reference: string, written: string): OutsideVariable | undefined {
    const name = written.startsWith("%") ? this.#nameIn(written.slice(1)) : written;
    const { process } = this.#sources;
    const value = Object.hasOwn(process, name) ? process[name] : undefined;
    return value === undefined ? undefined : { name: reference, value, origin: { kind: "process" } };
  }

  /** The name that a variable of REST Client's setting contains, if there is such a variable. */
  #nameIn(variable: string): string {
    const found = this.#layers.map((layer) => this.#settingVariables(layer, "").get(variable)).find(Boolean);
    return found?.value ?? variable;
  }
}

/** The environments to choose from. */
export function environmentNames(files: VariableFiles, { place, settings }: VariableSources): string[] {
  const inFiles = place === undefined ? [] : files.environments(place).flatMap(({ environments }) => environments);
  const names = new Set([...inFiles, ...settings.flatMap(({ environments }) => Object.keys(environments))]);
  return [...names].filter((name) => !name.startsWith("$"));
}

/** The variables that a file defines in an environment. If it defines one twice, the last definition counts. */
function definitionsIn(file: VariableFile, environment: string | undefined): ReadonlyMap<string, OutsideVariable> {
  const origin: VariableOrigin = {
    kind: "file",
    file: file.name,
    ...(environment !== undefined && { environment }),
  };
  const defining = file.variables.filter((variable) => variable.environment === environment);
  return new Map(defining.map(({ name, value }) => [name, { name, value, origin }]));
}

/** If several layers define a name, the first one counts. */
function merged(layers: readonly ReadonlyMap<string, OutsideVariable>[]): ReadonlyMap<string, OutsideVariable> {
  return new Map(layers.toReversed().flatMap((layer) => [...layer]));
}
