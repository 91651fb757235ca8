/** Where a variable is defined that the `.http` file itself does not define. */
export type VariableOrigin =
  | { readonly kind: "file"; readonly file: string; readonly environment?: string }
  | { readonly kind: "setting"; readonly setting: string; readonly environment: string }
  | { readonly kind: "process" };

export interface OutsideVariable {
  /** As a reference writes it between the braces: `host`, `$dotenv HOST`, `$processEnv HOST`. */
  readonly name: string;
  /** May be a secret: for resolving only, never shown. */
  readonly value: string;
  readonly origin: VariableOrigin;
}

/** What a document's references to variables outside of it stand for, under the environment chosen for the workspace. */
export interface OutsideVariables {
  /** @param name what a reference has between its braces, trimmed */
  find(name: string): OutsideVariable | undefined;
  /** The variables that a completion can offer. Those of the process are left out: they are many, and not the file's. */
  all(): readonly OutsideVariable[];
  /** Environments that define a variable while another one, or none, is chosen. */
  environmentsWith(name: string): readonly string[];
}

export const NO_OUTSIDE_VARIABLES: OutsideVariables = {
  find: () => undefined,
  all: () => [],
  environmentsWith: () => [],
};
