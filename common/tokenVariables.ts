/** The names of token variables, which the tools that send requests look up. */

import * as l10n from "@vscode/l10n";
import { conjunction } from "./list.ts";

const VARIABLE = "argusToken";
const ENVIRONMENT_VARIABLE = "ARGUS_TOKEN";

/**
 * The variable of a `.http` file that contains a token.
 *
 * @param profile of a request, if it differs from its file's; without it, the file's
 */
export function tokenVariable(profile: string | undefined): string {
  return profile === undefined ? VARIABLE : `${VARIABLE}_${suffix(profile)}`;
}

/**
 * The environment variable with a token. Upper case only, because names on Windows are not case-sensitive.
 *
 * @param profile named by a directive; without it, the active one
 */
export function environmentVariable(profile: string | undefined): string {
  return profile === undefined ? ENVIRONMENT_VARIABLE : `${ENVIRONMENT_VARIABLE}_${suffix(profile).toUpperCase()}`;
}

/** Could {@link environmentVariable} have made this name? */
export function isEnvironmentVariable(name: string): boolean {
  return name === ENVIRONMENT_VARIABLE || name.startsWith(`${ENVIRONMENT_VARIABLE}_`);
}

/**
 * Does a variable, as in `{{…}}`, mean an Argus token: `argusToken`, `$processEnv ARGUS_TOKEN`, or either with a
 * profile's suffix? Other names with that prefix, such as `argusTokenUrl`, do not.
 */
export function isTokenPlaceholder(variable: string): boolean {
  return /^(?:argusToken|\$processEnv\s+ARGUS_TOKEN)(?:_\w*)?$/.test(variable);
}

/** Does a reference mean the active profile's token, whatever the profile of the request? */
function isSharedReference(reference: string): boolean {
  return reference.replace(/^\$processEnv\s+/, "") === ENVIRONMENT_VARIABLE;
}

/**
 * The profile whose token takes the place of a reference when the request is sent.
 *
 * @param requested the request's own profile
 * @param names of the existing profiles
 * @returns `undefined` if no profile has that variable
 */
export function profileOfReference(
  reference: string,
  requested: string | undefined,
  { names, active }: { names: readonly string[]; active: string | undefined },
): string | undefined {
  if (isSharedReference(reference)) return active;
  if (reference === VARIABLE) return requested;
  const [found, ...others] = profilesOfVariable(reference, names);
  return others.length === 0 ? found : undefined;
}

/**
 * The profiles that a reference such as `$processEnv ARGUS_TOKEN_DEV` or `argusToken_dev` names. If there are several,
 * none of them has the variable.
 */
export function profilesOfVariable(reference: string, names: readonly string[]): string[] {
  const name = reference.replace(/^\$processEnv\s+/, "");
  return names.filter((profile) => name === tokenVariable(profile) || name === environmentVariable(profile));
}

/** Why several profiles have no environment variable. */
export function clashText(variable: string, profiles: readonly string[]): string {
  return l10n.t(
    "The profiles {0} would have the same environment variable {1}, so none of them gets it. Rename one of them.",
    conjunction(profiles.map((name) => `“${name}”`)),
    variable,
  );
}

/** Keeps letters and digits and encodes the rest, so that no two profiles share a name. */
function suffix(profile: string): string {
  return profile.replace(/[^A-Za-z0-9]/gu, (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`);
}
