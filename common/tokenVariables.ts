/** What the variables are called that tokens are found in; whoever sends a request looks them up by these names. */

const VARIABLE = "argusToken";
const ENVIRONMENT_VARIABLE = "ARGUS_TOKEN";

/**
 * The variable of a `.http` file that holds a token.
 *
 * @param profile of a request that names another one than its file does; without it, the file's
 */
export function tokenVariable(profile: string | undefined): string {
  return profile === undefined ? VARIABLE : `${VARIABLE}_${suffix(profile)}`;
}

/**
 * The variable of the environment that holds a token. Windows does not tell capitals there, so neither does the name.
 *
 * @param profile that a directive names; without it, the active one
 */
export function environmentVariable(profile: string | undefined): string {
  return profile === undefined ? ENVIRONMENT_VARIABLE : `${ENVIRONMENT_VARIABLE}_${suffix(profile).toUpperCase()}`;
}

/** Is it a name that {@link environmentVariable} makes? */
export function isEnvironmentVariable(name: string): boolean {
  return name === ENVIRONMENT_VARIABLE || name.startsWith(`${ENVIRONMENT_VARIABLE}_`);
}

/**
 * Whether a variable, as in `{{…}}`, stands for an Argus token: `argusToken`, `$processEnv ARGUS_TOKEN`, or either with a
 * profile's suffix. Other names with that beginning, such as `argusTokenUrl`, do not.
 */
export function isTokenPlaceholder(variable: string): boolean {
  return /^(?:argusToken|\$processEnv\s+ARGUS_TOKEN)(?:_\w*)?$/.test(variable);
}

/** Does a reference stand for the active profile's token, whichever profile the request is for? */
export function isSharedReference(reference: string): boolean {
  return reference.replace(/^\$processEnv\s+/, "") === ENVIRONMENT_VARIABLE;
}

/**
 * The profile whose token a reference such as `$processEnv ARGUS_TOKEN_DEV` or `argusToken_dev` stands for.
 *
 * @param names of the profiles that there are
 * @returns `undefined` where it names none of them: then it stands for the token of the request's own profile
 */
export function profileOfReference(reference: string, names: readonly string[]): string | undefined {
  const name = reference.replace(/^\$processEnv\s+/, "");
  return names.find((profile) => name === tokenVariable(profile) || name === environmentVariable(profile));
}

/** Letters and digits as they are, the rest by its code: two profiles must not share a name. */
function suffix(profile: string): string {
  return profile.replace(/[^A-Za-z0-9]/gu, (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`);
}
