import { isDeepStrictEqual } from "node:util";
import { endpointUrl } from "../../../common/endpoints.ts";
import type { RequestAtValue } from "../../../common/protocol/documents.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { originOf } from "../credentials/binding.ts";
import type { Secrets } from "../credentials/secretStore.ts";
import { scopesOf } from "../../../common/scopes.ts";
import { workspacePart } from "../profiles/bindingQuestion.ts";
import { type KnownToken, originIp, type Provenance } from "../session/provenance.ts";
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
  return { origin: originOf(profile), checkedAt: checkUrls(profile), clientId: profile.clientId };
}

/**
 * Was a token issued for other addresses than those at which a profile has tokens checked? A token of the profile itself may
 * go where its credential may.
 *
 * @param secrets that may be used for the profile
 */
export function isForElsewhere(
  { origin, checkedAt, profile: owner }: Partial<KnownToken>,
  profile: Profile,
  { credential }: Secrets,
): boolean {
  if (origin !== undefined && origin !== originOf(profile)) return true;
  const isOwn = owner === profile.name && credential !== undefined;
  return !isOwn && checkedAt !== undefined && !isDeepStrictEqual(checkedAt, checkUrls(profile));
}

/**
 * Would a value from outside the document, which may be any secret, go to an address that a workspace chose, and that the
 * person has entered no credential for?
 *
 * @param secrets that may be used for the profile
 */
export function isForUnconfirmed(
  request: RequestAtValue,
  known: KnownToken | undefined,
  profile: Profile,
  { credential }: Secrets,
): boolean {
  const isUnknown = known === undefined && request.authorization?.isFromOutside === true;
  return isUnknown && credential === undefined && workspacePart(profile) !== undefined;
}

function checkUrls(profile: Profile): NonNullable<Provenance["checkedAt"]> {
  return { introspection: endpointUrl(profile, "introspection"), userinfo: endpointUrl(profile, "userinfo") };
}
