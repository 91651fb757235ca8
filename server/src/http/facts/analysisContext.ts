import type { HeldTokens, WorkerSettings } from "../../../../common/protocol/settings.ts";
import { isAddress } from "../../../../common/addresses.ts";
import type { OutsideVariables } from "./outsideVariables.ts";
import { tokenDigest } from "../../../../common/digest.ts";

/** What the analysis needs besides a document's text. Contains no secret. */
export interface AnalysisContext {
  readonly held: HeldTokens;
  /** URIs of the documents that git tracks; absent if the editor does not report them. */
  readonly tracked?: ReadonlySet<string>;
  readonly settings: Pick<WorkerSettings, "profiles" | "activeProfile" | "forwardedFor"> &
    Partial<Pick<WorkerSettings, "environmentVariables" | "isRemote" | "otherExtensions">>;
  /** Resolves references that the document does not define itself. */
  readonly outside?: OutsideVariables;
  /** ms since the epoch */
  readonly now: number;
}

/** A token of a session, current or past. */
export type KnownToken = HeldTokens["tokens"][number];

/** Looks up tokens by digest. Documents repeat the same few tokens, so each is digested only once. */
export function tokenLookup({ held }: Pick<AnalysisContext, "held">): (token: string) => KnownToken | undefined {
  const byDigest = new Map(held.tokens.map((token) => [token.digest, token]));
  const seen = new Map<string, KnownToken | undefined>();
  return (token) => {
    if (byDigest.size === 0 || token === "") return undefined;
    if (!seen.has(token)) seen.set(token, byDigest.get(tokenDigest(token)));
    return seen.get(token);
  };
}

/**
 * The profiles that a directive can name; its value ends at white space. `undefined` if the editor sent no profiles.
 */
export function profilesForDirectives({ settings }: AnalysisContext): string[] | undefined {
  return settings.profiles && Object.keys(settings.profiles).filter((name) => /^\S+$/.test(name));
}

/**
 * The address that a profile's requests should send as `X-Forwarded-For`, if the settings name one.
 * @param profile from a directive; the active profile if absent
 */
export function forwardedForOf({ settings }: AnalysisContext, profile: string | undefined): string | undefined {
  const name = profile ?? settings.activeProfile;
  const known = name !== undefined && settings.profiles !== undefined && Object.hasOwn(settings.profiles, name);
  const own = known ? settings.profiles?.[name]?.forwardedFor : undefined;
  const address = (own ?? settings.forwardedFor)?.trim();
  return address !== undefined && isAddress(address) ? address : undefined;
}
