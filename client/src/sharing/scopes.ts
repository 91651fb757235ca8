import type { Profile } from "../../../common/protocol/profile.ts";
import { scopesOf } from "../../../common/scopes.ts";

/** Begins the scope that names a profile: `profile:name`. */
const PROFILE = "profile:";

/** What of a profile scopes are compared with. */
export type ScopedProfile = Pick<Profile, "name" | "scope">;

/**
 * The profiles that can give a session with these scopes, in their order: `profile:name` asks for that profile, any other
 * scope for one whose `scope` holds it, and no scope for whichever.
 */
export function profilesFor(scopes: readonly string[], profiles: readonly ScopedProfile[]): string[] {
  return profiles
    .filter(({ name, scope = "" }) => {
      const given = [PROFILE + name, ...scopesOf(scope)];
      return scopes.every((wanted) => given.includes(wanted));
    })
    .map(({ name }) => name);
}
