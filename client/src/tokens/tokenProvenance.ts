import { isDeepStrictEqual } from "node:util";
import { endpointUrl } from "../../../common/endpoints.ts";
import type { RequestAtValue } from "../../../common/protocol/documents.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { originOf } from "../credentials/binding.ts";
import { withConsent } from "../credentials/profileSecrets.ts";
import type { Secrets } from "../credentials/secretStore.ts";
import { scopesOf } from "../../../common/scopes.ts";
import { workspacePart } from "../profiles/bindingQuestion.ts";
import { type KnownToken, originIp, type Provenance } from "../session/provenance.ts";
import { remoteWindow } from "../session/remoteWindow.ts";
import type { UserKey } from "../session/users.ts";

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
  return { origin: originOf(profile), checkedAt: checkUrls(profile), clientId: profile.clientId };
}

/** @see UserKey */
export function userKeyOf(profile: Profile): UserKey {
  return { profile: profile.name, origin: originOf(profile), clientId: profile.clientId };
}

/** A profile for a call about a token, with the consent and the origin IP that the call needs. */
export function profileForCheck(profile: Profile, known: KnownToken | undefined, secrets: Secrets): Profile {
  const forwardedFor = originIp(profile, known);
  return { ...withConsent(profile, secrets), ...(forwardedFor === undefined ? {} : { forwardedFor }) };
}

/**
 * Why the token of a request must not be sent to the addresses at which a profile has tokens checked, as the code of the
 * failure. A token of the profile itself may go where its credential may.
 *
 * @param known the facts about the token; `undefined` if it was not issued to this extension
 * @param secrets that may be used for the profile
 */
export function whyNotChecked(
  request: RequestAtValue,
  known: KnownToken | undefined,
  profile: Profile,
  secrets: Secrets,
): "tokenMoved" | "addressUnconfirmed" | undefined {
  if (known !== undefined) return isForElsewhere(known, profile, secrets) ? "tokenMoved" : undefined;
  // A value from outside the document may be any secret, and the person has entered none for the workspace's address.
  const isUnconfirmed = secrets.credential === undefined && workspacePart(profile) !== undefined;
  return isUnconfirmed && request.authorization?.isFromOutside === true ? "addressUnconfirmed" : undefined;
}

/** Was a token issued for other addresses than those at which a profile has tokens checked? */
export function isForElsewhere(
  { origin, checkedAt, profile: owner }: KnownToken,
  profile: Profile,
  { credential }: Secrets,
): boolean {
  if (origin !== undefined && origin !== originOf(profile)) return true;
  const isOwn = owner === profile.name && credential !== undefined;
  return !isOwn && checkedAt !== undefined && !isDeepStrictEqual(checkedAt, checkUrls(profile));
}

function checkUrls(profile: Profile): NonNullable<Provenance["checkedAt"]> {
  return { introspection: endpointUrl(profile, "introspection"), userinfo: endpointUrl(profile, "userinfo") };
}
