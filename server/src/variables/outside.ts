import type { OutsideVariable, OutsideVariables, VariableOrigin } from "../http/facts/outsideVariables.ts";
import { SHARED } from "./environmentFile.ts";
import type { VariableFiles } from "./variableFiles.ts";

/** REST Client's setting `rest-client.environmentVariables`: environment → name → value. */
export type RestClientEnvironments = Readonly<Record<string, Readonly<Record<string, string>>>>;

const REST_CLIENT_SETTING = "rest-client.environmentVariables";

export interface VariableContext {
  /** The document's path on disk. */
  readonly path: string;
  /** The workspace folder that contains it. */
  readonly root: string | undefined;
  /**
   * The environments chosen for the workspace. If several define a variable, the last one counts, then the shared one.
   */
  readonly environments: readonly string[];
  readonly restClient: RestClientEnvironments;
  /** The environment of the worker process. */
  readonly process: NodeJS.ProcessEnv;
}

/**
 * Resolves a document's references like the tools that send it: `{{name}}` from environment files, `.env` (httpYac) and
 * REST Client's setting; `{{$shared name}}`, `{{$dotenv NAME}}`, `{{$processEnv NAME}}`, `{{$env.NAME}}` and `%NAME%`
 * from the one place that each names. File variables take precedence; the caller looks there first.
 */
export function outsideVariables(files: VariableFiles, context: VariableContext): OutsideVariables {
  const { path, root, environments, restClient } = context;
  const layers = [...environments.toReversed(), SHARED];

  function* definitions(wanted: readonly string[]): Generator<OutsideVariable> {
    const environmentFiles = files.environments(path, root);
    for (const layer of wanted) {
      for (const { name: file, variables } of environmentFiles) {
        for (const variable of variables) {
          if (variable.environment !== layer) continue;
          yield { name: variable.name, value: variable.value, origin: { kind: "file", file, environment: layer } };
        }
      }
    }
    yield* dotenvVariables("");
    for (const layer of wanted) yield* settingVariables(layer, "");
  }

  function* dotenvVariables(prefix: string): Generator<OutsideVariable> {
    const dotenv = files.dotenv(path, root, environments);
    for (const [name, value] of Object.entries(dotenv?.variables ?? {})) {
      if (value === undefined) continue;
      yield { name: prefix + name, value, origin: { kind: "file", file: dotenv?.name ?? ".env" } };
    }
  }

  function* settingVariables(layer: string, prefix: string): Generator<OutsideVariable> {
    if (!Object.hasOwn(restClient, layer)) return;
    const origin: VariableOrigin = { kind: "setting", setting: REST_CLIENT_SETTING, environment: layer };
    for (const [name, value] of Object.entries(restClient[layer] ?? {})) yield { name: prefix + name, value, origin };
  }

  const processVariable = (reference: string, name: string): OutsideVariable | undefined => {
    const value = Object.hasOwn(context.process, name) ? context.process[name] : undefined;
    return value === undefined ? undefined : { name: reference, value, origin: { kind: "process" } };
  };

  return {
    find(reference) {
      const fromProcess = /^(?:\$processEnv\s+(\w+)|\$env[.\s](\w+)|%(\w+)%)$/.exec(reference)?.slice(1).find(Boolean);
      if (fromProcess !== undefined) return processVariable(reference, fromProcess);
      const [, source, name] = /^\$(dotenv|shared)\s+([\w.-]+)$/.exec(reference) ?? [];
      if (source === "dotenv") return first(dotenvVariables("$dotenv "), `$dotenv ${name}`);
      if (source === "shared") return first(settingVariables(SHARED, "$shared "), `$shared ${name}`);
      return reference.startsWith("$") ? undefined : first(definitions(layers), reference);
    },
    all() {
      const byName = new Map<string, OutsideVariable>();
      const every = [...definitions(layers), ...dotenvVariables("$dotenv "), ...settingVariables(SHARED, "$shared ")];
      for (const variable of every) if (!byName.has(variable.name)) byName.set(variable.name, variable);
      return [...byName.values()];
    },
    environmentsWith(name) {
      const others = files
        .environments(path, root)
        .flatMap(({ variables }) => variables.filter((variable) => variable.name === name))
        .map((variable) => variable.environment);
      const inSetting = Object.keys(restClient).filter((each) => Object.hasOwn(restClient[each] ?? {}, name));
      return [...new Set([...others, ...inSetting])].filter((each) => !layers.includes(each));
    },
  };
}

/** The environments to choose from. */
export function environmentNames(files: VariableFiles, { path, root, restClient }: VariableContext): string[] {
  const inFiles = files.environments(path, root).flatMap(({ variables }) => variables.map((each) => each.environment));
  return [...new Set([...inFiles, ...Object.keys(restClient)])].filter((name) => !name.startsWith("$"));
}

function first(variables: Iterable<OutsideVariable>, name: string): OutsideVariable | undefined {
  for (const variable of variables) if (variable.name === name) return variable;
  return undefined;
}
