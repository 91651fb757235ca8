import { hostFit, hostOf } from "../../../../common/hosts.ts";
import { parsedUrl } from "../../../../common/urls.ts";
import { isThisMachine } from "./thisMachine.ts";
import type { AnalysisContext } from "./analysisContext.ts";
import type { OutsideVariables } from "./outsideVariables.ts";

/** What decided the profile of a request. */
export type ProfileSource = "request" | "file" | "host" | "active";

export interface RequestProfile {
  readonly name: string;
  readonly source: ProfileSource;
}

/** A profile named by a directive. */
export interface NamedProfile {
  readonly name: string;
  readonly source: "request" | "file";
}

/** The settings that decide profiles, and the variables from outside the document that may contain a host. */
export type ProfileSettings = Partial<Pick<AnalysisContext["settings"], "profiles" | "activeProfile">> & {
  readonly outside?: OutsideVariables | undefined;
};

export function profileSettings({ settings, outside }: AnalysisContext): ProfileSettings {
  return { ...settings, outside };
}

/**
 * The one rule for a request's profile: its own directive, else the file's, else the profile whose hosts fit the target
 * best, else the active one.
 *
 * @param target the URL of the request, as far as it is known
 */
export function requestProfile(
  named: NamedProfile | undefined,
  target: URL | undefined,
  settings: ProfileSettings,
): RequestProfile | undefined {
  if (named !== undefined) return named;
  const byHost = target === undefined ? undefined : profileOfHost(target, settings);
  if (byHost !== undefined) return { name: byHost, source: "host" };
  const { activeProfile } = settings;
  return activeProfile === undefined ? undefined : { name: activeProfile, source: "active" };
}

/** If several fit equally well, the host decides nothing; the active one still counts if it is among them. */
function profileOfHost(target: URL, { activeProfile, profiles = {} }: ProfileSettings): string | undefined {
  const [best, ...others] = fitting(target, profiles);
  if (best === undefined) return undefined;
  const names = [best, ...others.filter(({ fit }) => fit === best.fit)].map(({ name }) => name);
  if (activeProfile !== undefined && names.includes(activeProfile)) return activeProfile;
  return names.length === 1 ? names[0] : undefined;
}

/** The profiles whose tokens are for a host, best match first. */
export function profilesForHost(target: URL, { profiles = {} }: Pick<ProfileSettings, "profiles">): string[] {
  return fitting(target, profiles).map(({ name }) => name);
}

function fitting(target: URL, profiles: NonNullable<ProfileSettings["profiles"]>): { name: string; fit: number }[] {
  return Object.entries(profiles)
    .map(([name, profile]) => ({ name, fit: hostFit(target, profile) }))
    .filter(({ fit }) => fit > 0)
    .sort((one, other) => other.fit - one.fit);
}

/**
 * Is this a host that a profile's tokens are not for? This machine is fine for every profile unless another one claims
 * it. A profile without a readable URL matches every host.
 *
 * @param origin that issued the token: the profile may have moved to another since, or no longer exist
 */
export function isOtherHost(
  target: URL,
  profile: string,
  { profiles }: Pick<ProfileSettings, "profiles">,
  origin?: string,
): boolean {
  const known = profiles !== undefined && Object.hasOwn(profiles, profile) ? profiles[profile] : undefined;
  if (profiles !== undefined && origin !== undefined && !isAt(origin, known)) {
    const heirs = Object.keys(profiles).filter((name) => isAt(origin, profiles[name]));
    if (heirs.length > 0) return heirs.every((name) => isOtherHost(target, name, { profiles }));
    return isForeign(target, { url: origin }, { profiles });
  }
  if (known === undefined || parsedUrl(known.url ?? "") === undefined) return false;
  return isForeign(target, known, { profiles });
}

function isForeign(
  target: URL,
  own: Parameters<typeof hostFit>[1],
  settings: Pick<ProfileSettings, "profiles">,
): boolean {
  if (hostFit(target, own) > 0) return false;
  return !isThisMachine(target.hostname) || profilesForHost(target, settings).length > 0;
}

function isAt(origin: string, profile: { url?: string | undefined } | undefined): boolean {
  return profile?.url !== undefined && hostOf(profile.url) === hostOf(origin);
}
