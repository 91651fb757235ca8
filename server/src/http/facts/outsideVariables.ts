/** Where a variable from outside the `.http` file is defined. */
export type VariableOrigin =
  | { readonly kind: "file"; readonly file: string; readonly environment?: string }
  | { readonly kind: "setting"; readonly setting: string; readonly environment: string }
  | { readonly kind: "process" };

export interface OutsideVariable {
  /** As written between the braces: `host`, `$dotenv HOST`, `$processEnv HOST`. */
  readonly name: string;
  /** May be secret: for resolving only, never shown. */
  readonly value: string;
  readonly origin: VariableOrigin;
}

/** Resolves a document's references to variables outside it, using the environment chosen for the workspace. */
export interface OutsideVariables {
  /** @param name the text between the braces, trimmed */
  find(name: string): OutsideVariable | undefined;
  /**
   * The variables to offer in completions, without those of the process, which are many and not specific to the file.
   */
  all(): readonly OutsideVariable[];
  /** Environments that define a variable although they are not the chosen one. */
  environmentsWith(name: string): readonly string[];
}

export const NO_OUTSIDE_VARIABLES: OutsideVariables = {
  find: () => undefined,
  all: () => [],
  environmentsWith: () => [],
};
