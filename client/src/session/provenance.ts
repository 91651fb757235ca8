import * as l10n from "@vscode/l10n";
import type { Profile } from "../../../common/protocol/profile.ts";
import { canonicalAddress } from "../../../common/addresses.ts";
import { clockTime } from "../text/timeLeft.ts";

/** What a token was made under, as far as it is known; tokens are bound to an address. */
export interface Provenance {
  /** Where it is from. */
  origin: string;
  clientId: string;
  /** What was granted: where the answer did not say, what was asked for (RFC 6749 §5.1). */
  scope?: string;
  /** The origin IP that was sent with the call. */
  forwardedFor?: string;
  /** VS Code's name of the kind of remote window, empty for a local one; absent where another window made the token. */
  remote?: string;
}

/** A token that is or was held; it can be recognised by this, not used. Of older ones less is known. */
export interface KnownToken extends Partial<Provenance> {
  digest: string;
  profile: string;
  /** ms since the epoch */
  expiresAt: number;
  /** The address it is bound to, as Argus said. */
  clientIp?: string;
  /** Whose it is, as Argus said. */
  username?: string;
}

/** What a call about a token is made under. */
export interface RefusalFacts {
  /** ms since the epoch */
  now: number;
  clientId: string;
  /** The origin IP that is sent. */
  forwardedFor: string | undefined;
  remote: string;
}

/**
 * The origin IP that is sent for a profile: what it says, or the setting for all, and for `auto` the address that Argus
 * itself told of the token that the call is about. Without any, the connection's own address is the origin.
 */
export function originIp(
  profile: Profile,
  general: string | undefined,
  known: KnownToken | undefined,
): string | undefined {
  const wanted = (profile.forwardedFor ?? general ?? "auto").trim();
  if (wanted === "none") return undefined;
  return wanted === "" || wanted === "auto" ? known?.clientIp : wanted;
}

/** Why a token that is known may be refused, as what follows on “this token”; `undefined` where nothing speaks for it. */
export function whyRefused(known: KnownToken | undefined, call: RefusalFacts): string | undefined {
  if (known === undefined) return undefined;
  if (known.expiresAt <= call.now) return l10n.t("expired at {0}", clockTime(known.expiresAt));
  if (known.clientId !== undefined && known.clientId !== call.clientId) {
    return l10n.t("was made for another client, that of the profile “{0}”", known.profile);
  }
  return otherAddress(known, call) ?? otherRemote(known, call);
}

function otherAddress(known: KnownToken, { forwardedFor }: RefusalFacts): string | undefined {
  const bound = known.clientIp ?? known.forwardedFor;
  if (forwardedFor === undefined) {
    // What the connection's own address is, nobody here knows.
    if (bound === undefined || known.forwardedFor === undefined) return undefined;
    return l10n.t("is bound to {0}; you now send none, so that the connection's own address counts", bound);
  }
  if (bound === undefined && known.remote === undefined) return undefined;
  if (bound !== undefined && isSame(bound, forwardedFor)) return undefined;
  return l10n.t(
    "is bound to {0}; you now send {1}",
    bound ?? l10n.t("the address of the connection that it was made over"),
    forwardedFor,
  );
}

function otherRemote(known: KnownToken, { remote }: RefusalFacts): string | undefined {
  if (known.remote === undefined || known.remote === remote) return undefined;
  return l10n.t("was made {0}, this window runs {1}: another address", hostName(known.remote), hostName(remote));
}

/** @param remote as VS Code names it, empty for none */
function hostName(remote: string): string {
  if (remote === "") return l10n.t("locally");
  if (remote === "wsl") return l10n.t("in WSL");
  if (remote === "ssh-remote") return l10n.t("over SSH");
  return remote.endsWith("container") ? l10n.t("in a container") : l10n.t("in {0}", remote);
}

/** IPv6 addresses can be written in several ways (RFC 5952). */
function isSame(one: string, other: string): boolean {
  return canonicalAddress(one) === canonicalAddress(other);
}
