import type { Profile } from "../../../common/protocol/profile.ts";
import { originOf } from "../credentials/binding.ts";
import { scopesOf } from "../../../common/scopes.ts";
import { originIp, type Provenance } from "../session/provenance.ts";
import { remoteWindow } from "../session/remoteWindow.ts";

/** The conditions of a token that was just issued. */
export function newTokenProvenance(profile: Profile): Provenance {
  const forwardedFor = originIp(profile, undefined);
  const scope = scopesOf(profile.scope).join(" ");
  return {
    ...storedTokenProvenance(profile),
    ...(scope === "" ? {} : { scope }),
    ...(forwardedFor === undefined ? {} : { forwardedFor }),
    remote: remoteWindow(),
  };
}

/** The known conditions of a stored token, which another window may have fetched. */
export function storedTokenProvenance(profile: Profile): Provenance {
  return { origin: originOf(profile), clientId: profile.clientId };
}
