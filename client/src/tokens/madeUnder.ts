import type { Profile } from "../../../server/src/protocol.ts";
import { originOf } from "../credentials/credentials.ts";
import { scopesOf } from "../profiles/profileFields.ts";
import { originIp, type Provenance } from "../session/provenance.ts";
import { remoteWindow } from "../session/remoteWindow.ts";
import { generalForwardedFor } from "../settings.ts";

/** What a token that was just made was made under. */
export function madeNow(profile: Profile): Provenance {
  const forwardedFor = originIp(profile, generalForwardedFor(), undefined);
  const scope = scopesOf(profile.scope).join(" ");
  return {
    ...cameFrom(profile),
    ...(scope === "" ? {} : { scope }),
    ...(forwardedFor === undefined ? {} : { forwardedFor }),
    remote: remoteWindow(),
  };
}

/** What is known of one that was stored, perhaps by another window. */
export function cameFrom(profile: Profile): Provenance {
  return { origin: originOf(profile), clientId: profile.clientId };
}
