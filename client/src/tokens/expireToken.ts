import { tokenDigest } from "../../../common/digest.ts";
import type { ProfileSecrets } from "../credentials/profileSecrets.ts";
import type { KnownToken } from "../session/provenance.ts";
import type { Sessions } from "../session/session.ts";
import { profileNamed } from "../settings.ts";

interface Dependencies {
  sessions: Sessions;
  profileSecrets: ProfileSecrets;
}

/**
 * Argus does not accept a known token, although nothing here explains why: it may have been revoked. From now on
 * it counts as expired, in all windows.
 */
export async function expireToken(known: KnownToken, { sessions, profileSecrets }: Dependencies): Promise<void> {
  const now = Date.now();
  if (known.expiresAt <= now) return;
  sessions.expire(known, now);
  const profile = profileNamed(known.profile);
  if (!profile.ok) return;
  const { token } = (await profileSecrets.read(profile.value)).secrets;
  if (token === undefined || tokenDigest(token.accessToken) !== known.digest) return;
  await profileSecrets.keepToken(profile.value, { ...token, expiresAt: now, isEndAssumed: true });
}
