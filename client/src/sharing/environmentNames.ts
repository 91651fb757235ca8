import { environmentVariable, tokenVariable } from "../../../common/tokenVariables.ts";

/** Tokens by profile name or variable. */
type TokenMap = ReadonlyMap<string, string>;

/** Profiles whose variables would have the same name, so none of them gets one. */
export interface VariableClash {
  variable: string;
  profiles: string[];
}

/** Environment variables: the active profile's, and one per profile whose variable name is unique. */
export function environmentOf(tokens: TokenMap, names: readonly string[], active: string | undefined): TokenMap {
  const taken = new Set(clashesOf(names).map(({ variable }) => variable));
  const own = [...tokens].map(([profile, token]) => [environmentVariable(profile), token] as const);
  return withActive(
    own.filter(([name]) => !taken.has(name)),
    environmentVariable(undefined),
    active === undefined ? undefined : tokens.get(active),
  );
}

/** Variable names are upper case, so profiles that differ only in case clash. */
export function clashesOf(names: readonly string[]): VariableClash[] {
  const profiles = new Map<string, string[]>();
  for (const name of names) {
    const variable = environmentVariable(name);
    profiles.set(variable, [...(profiles.get(variable) ?? []), name]);
  }
  return [...profiles]
    .filter(([, sharing]) => sharing.length > 1)
    .map(([variable, sharing]) => ({ variable, profiles: sharing }));
}

/** Variables for requests in a `.http` file that does not define them itself. */
export function fileVariablesOf(tokens: TokenMap, ofFile: string | undefined): TokenMap {
  return withActive(
    [...tokens].map(([profile, token]) => [tokenVariable(profile), token] as const),
    tokenVariable(undefined),
    ofFile === undefined ? undefined : tokens.get(ofFile),
  );
}

function withActive(own: readonly (readonly [string, string])[], name: string, token: string | undefined): TokenMap {
  return new Map(token === undefined ? own : [[name, token], ...own]);
}
