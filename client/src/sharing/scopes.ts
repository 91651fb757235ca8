import type { Profile } from "../../../common/protocol/profile.ts";
import { scopesOf } from "../../../common/scopes.ts";

/** The prefix of a scope that names a profile: `profile:name`. */
const PROFILE = "profile:";

/** The part of a profile that scopes are compared with. */
export type ScopedProfile = Pick<Profile, "name" | "scope">;

/**
 * The profiles that can provide a session with these scopes, in order: `profile:name` names the profile, any other
 * scope must be in its `scope`, and no scopes match every profile.
 */
export function profilesFor(scopes: readonly string[], profiles: readonly ScopedProfile[]): string[] {
  return profiles
    .filter(({ name, scope = "" }) => {
      const given = [PROFILE + name, ...scopesOf(scope)];
      return scopes.every((wanted) => given.includes(wanted));
    })
    .map(({ name }) => name);
}
