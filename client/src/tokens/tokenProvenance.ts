import type { Profile } from "../../../common/protocol/profile.ts";
import { originOf } from "../credentials/binding.ts";
import { scopesOf } from "../../../common/scopes.ts";
import { originIp, type Provenance } from "../session/provenance.ts";
import { remoteWindow } from "../session/remoteWindow.ts";
import { generalForwardedFor } from "../settings.ts";

/** What a token that was just made was made under. */
export function newTokenProvenance(profile: Profile): Provenance {
  const forwardedFor = originIp(profile, generalForwardedFor(), undefined);
  const scope = scopesOf(profile.scope).join(" ");
  return {
    ...storedTokenProvenance(profile),
    ...(scope === "" ? {} : { scope }),
    ...(forwardedFor === undefined ? {} : { forwardedFor }),
    remote: remoteWindow(),
  };
}

/** What is known of one that was stored, perhaps by another window. */
export function storedTokenProvenance(profile: Profile): Provenance {
  return { origin: originOf(profile), clientId: profile.clientId };
}
