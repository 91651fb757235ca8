import type { HeldTokens, WorkerSettings } from "../../../../common/protocol/settings.ts";
import { isAddress } from "../../../../common/addresses.ts";
import type { OutsideVariables } from "./outsideVariables.ts";
import { tokenDigest } from "../../../../common/digest.ts";

/** What the worker knows beside a document's text. No secret is in it. */
export interface AnalysisContext {
  readonly held: HeldTokens;
  /** URIs of the documents that git tracks; none where nobody tells. */
  readonly tracked?: ReadonlySet<string>;
  readonly settings: Pick<WorkerSettings, "profiles" | "activeProfile" | "forwardedFor"> &
    Partial<Pick<WorkerSettings, "environmentVariables" | "otherExtensions">>;
  /** What the document's references mean that it does not define itself. */
  readonly outside?: OutsideVariables;
  /** ms since the epoch */
  readonly now: number;
}

/** A token that is or was held. */
export type KnownToken = HeldTokens["tokens"][number];

/** Looks tokens up by their digest. A document repeats few tokens many times, so that each is digested once. */
export function tokenLookup({ held }: Pick<AnalysisContext, "held">): (token: string) => KnownToken | undefined {
  const byDigest = new Map(held.tokens.map((token) => [token.digest, token]));
  const seen = new Map<string, KnownToken | undefined>();
  return (token) => {
    if (byDigest.size === 0 || token === "") return undefined;
    if (!seen.has(token)) seen.set(token, byDigest.get(tokenDigest(token)));
    return seen.get(token);
  };
}

/** The profiles that a directive can name: its value ends at white space. `undefined` where nobody told which there are. */
export function profilesForDirectives({ settings }: AnalysisContext): string[] | undefined {
  return settings.profiles && Object.keys(settings.profiles).filter((name) => /^\S+$/.test(name));
}

/**
 * The address that requests of a profile are to carry as `X-Forwarded-For`, where the settings name one.
 * @param profile by directive; without one the active profile counts
 */
export function forwardedForOf({ settings }: AnalysisContext, profile: string | undefined): string | undefined {
  const name = profile ?? settings.activeProfile;
  const known = name !== undefined && settings.profiles !== undefined && Object.hasOwn(settings.profiles, name);
  const own = known ? settings.profiles?.[name]?.forwardedFor : undefined;
  const address = (own ?? settings.forwardedFor)?.trim();
  return address !== undefined && isAddress(address) ? address : undefined;
}
