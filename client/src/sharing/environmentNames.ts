import { environmentVariable, tokenVariable } from "../../../common/tokenVariables.ts";

/** Tokens by profile name. */
type TokenMap = ReadonlyMap<string, string>;

/** Profiles of which none gets the variable of its own, since all of them would have the same. */
export interface VariableClash {
  variable: string;
  profiles: string[];
}

/** Variables of the environment: the active profile's, and one for each profile that shares its name with no other. */
export function environmentOf(tokens: TokenMap, names: readonly string[], active: string | undefined): TokenMap {
  const taken = new Set(clashesOf(names).map(({ variable }) => variable));
  const own = [...tokens].map(([profile, token]) => [environmentVariable(profile), token] as const);
  return withActive(
    own.filter(([name]) => !taken.has(name)),
    environmentVariable(undefined),
    active === undefined ? undefined : tokens.get(active),
  );
}

/** Names of the environment have no small letters, those of profiles have. */
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

/** Variables of a `.http` file, for requests that are sent without a line that defines them. */
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
