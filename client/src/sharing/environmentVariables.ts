import type { EnvironmentVariableCollection } from "vscode";

/**
 * Variables in the environment of this extension host, which other extensions read, and of new terminals. Restores
 * earlier values.
 */
export class EnvironmentVariables {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #collection: Pick<EnvironmentVariableCollection, "replace" | "delete">;
  readonly #isOurs: (value: string) => boolean;
  /** By the name of each variable that is set. */
  readonly #before = new Map<string, string | undefined>();

  /** @param isOurs recognizes tokens that were already there because a VS Code terminal started this editor */
  constructor(
    environment: NodeJS.ProcessEnv,
    collection: Pick<EnvironmentVariableCollection, "replace" | "delete">,
    isOurs: (value: string) => boolean,
  ) {
    this.#environment = environment;
    this.#collection = collection;
    this.#isOurs = isOurs;
  }

  /** Sets exactly these variables. */
  set(variables: ReadonlyMap<string, string>): void {
    for (const [name, before] of this.#before) {
      if (variables.has(name)) continue;
      if (before === undefined) Reflect.deleteProperty(this.#environment, name);
      else this.#environment[name] = before;
      this.#collection.delete(name);
      this.#before.delete(name);
    }
    for (const [name, value] of variables) {
      if (!this.#before.has(name)) this.#before.set(name, this.#foreign(name));
      this.#environment[name] = value;
      this.#collection.replace(name, value);
    }
  }

  #foreign(name: string): string | undefined {
    const value = this.#environment[name];
    return value === undefined || this.#isOurs(value) ? undefined : value;
  }
}
