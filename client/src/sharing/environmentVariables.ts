import type { EnvironmentVariableCollection } from "vscode";

/**
 * Variables of this extension host's own environment, which other extensions read, and of that of new terminals. What
 * stood there before comes back.
 */
export class EnvironmentVariables {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #collection: Pick<EnvironmentVariableCollection, "replace" | "delete">;
  readonly #isOurs: (value: string) => boolean;
  /** By the name of each variable that is set here. */
  readonly #before = new Map<string, string | undefined>();

  /** @param isOurs tells values that come from here though they were there before: a terminal of VS Code started this one */
  constructor(
    environment: NodeJS.ProcessEnv,
    collection: Pick<EnvironmentVariableCollection, "replace" | "delete">,
    isOurs: (value: string) => boolean,
  ) {
    this.#environment = environment;
    this.#collection = collection;
    this.#isOurs = isOurs;
  }

  /** These are set, and no others. */
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
