/** The names of token variables, which the tools that send requests look up. */

const VARIABLE = "argusToken";
const ENVIRONMENT_VARIABLE = "ARGUS_TOKEN";

/**
 * The variable of a `.http` file that contains a token.
 *
 * @param profile of a request that names another profile than its file; without it, the file's
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
export function isSharedReference(reference: string): boolean {
  return reference.replace(/^\$processEnv\s+/, "") === ENVIRONMENT_VARIABLE;
}

/**
 * The profile in a reference such as `$processEnv ARGUS_TOKEN_DEV` or `argusToken_dev`.
 *
 * @param names of the existing profiles
 * @returns `undefined` if it names none of them: then it means the token of the request's own profile
 */
export function profileOfReference(reference: string, names: readonly string[]): string | undefined {
  const name = reference.replace(/^\$processEnv\s+/, "");
  return names.find((profile) => name === tokenVariable(profile) || name === environmentVariable(profile));
}

/** Keeps letters and digits and encodes the rest, so that no two profiles share a name. */
function suffix(profile: string): string {
  return profile.replace(/[^A-Za-z0-9]/gu, (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`);
}
