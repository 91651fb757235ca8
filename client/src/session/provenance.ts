import * as l10n from "@vscode/l10n";
import type { ForeignForm } from "../../../common/protocol/documents.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import type { Claims } from "../../../common/protocol/requests.ts";
import { canonicalAddress, isAddress } from "../../../common/addresses.ts";
import { dayTime, exactTime } from "../../../common/clock.ts";

/** The known conditions under which a token was issued. Argus binds tokens to an address. */
export interface Provenance {
  /** The origin that issued it. */
  origin: string;
  /** The URLs that it may be checked at, by the settings of that time. */
  checkedAt?: { introspection: string; userinfo: string };
  clientId: string;
  /** The granted scope: the requested one if the answer does not say (RFC 6749 §5.1). */
  scope?: string;
  /** The origin IP sent with the call. */
  forwardedFor?: string;
  /**
   * VS Code's name for the kind of remote window, empty for a local one; absent if another window fetched the token.
   */
  remote?: string;
}

/** A current or past token, which can be recognized by this but not used. Older ones have fewer facts. */
export interface KnownToken extends Partial<Provenance> {
  digest: string;
  profile: string;
  /** ms since the epoch */
  issuedAt?: number;
  /** ms since the epoch */
  expiresAt: number;
  /** No server said when it expires. */
  isEndAssumed?: boolean;
  /** The address it is bound to, according to Argus. */
  clientIp?: string;
  /** Its user, according to Argus. */
  username?: string;
}

/** The conditions of a call about a token. */
export interface RefusalFacts {
  /** ms since the epoch */
  now: number;
  clientId: string;
  /** The origin IP that is sent. */
  forwardedFor: string | undefined;
  remote: string;
  /** The token's form, if another system issues such tokens. */
  foreign?: ForeignForm | undefined;
}

/** What Userinfo says about its token. */
export function userinfoFacts({ client_ip: clientIp, username }: Claims): Pick<KnownToken, "clientIp" | "username"> {
  return {
    ...(typeof clientIp === "string" && isAddress(clientIp) ? { clientIp } : {}),
    ...(typeof username === "string" ? { username } : {}),
  };
}

/**
 * The origin IP to send for a profile; for `auto`, the address that Argus named for the token in question. Without one,
 * the connection's own address counts.
 */
export function originIp(profile: Profile, known: KnownToken | undefined): string | undefined {
  const wanted = (profile.forwardedFor ?? "auto").trim();
  if (wanted === "none") return undefined;
  return wanted === "" || wanted === "auto" ? known?.clientIp : wanted;
}

/** Why a token may be refused, continuing “this token”; `undefined` if nothing suggests a reason. */
export function whyRefused(known: KnownToken | undefined, call: RefusalFacts): string | undefined {
  // What Argus issued to us is its own, whatever it looks like.
  if (known === undefined) return call.foreign && foreignText(call.foreign);
  if (known.expiresAt <= call.now) {
    return known.isEndAssumed === true
      ? l10n.t("has probably expired, at about {0}", dayTime(known.expiresAt, call.now))
      : l10n.t("expired at {0}", exactTime(known.expiresAt, call.now));
  }
  if (known.clientId !== undefined && known.clientId !== call.clientId) {
    return l10n.t("was issued to the client of the profile “{0}”", known.profile);
  }
  return otherAddress(known, call) ?? otherRemote(known, call);
}

/** What another system's form says about a token, continuing “this token”. */
export function foreignText({ kind, shown }: ForeignForm): string {
  return kind === "jwt"
    ? l10n.t("is a JWT, so another system seems to have issued it")
    : l10n.t("looks like one from another system ({0}…)", shown);
}

function otherAddress(known: KnownToken, { forwardedFor }: RefusalFacts): string | undefined {
  const bound = known.clientIp ?? known.forwardedFor;
  if (forwardedFor === undefined) {
    // The connection's own address is not known here.
    if (bound === undefined || known.forwardedFor === undefined) return undefined;
    return l10n.t("is bound to {0}; you now send none, so the connection's own address counts", bound);
  }
  if (bound === undefined && known.remote === undefined) return undefined;
  if (bound !== undefined && isSame(bound, forwardedFor)) return undefined;
  return l10n.t(
    "is bound to {0}; you now send {1}",
    bound ?? l10n.t("the address of the connection that it was fetched over"),
    forwardedFor,
  );
}

function otherRemote(known: KnownToken, { remote }: RefusalFacts): string | undefined {
  if (known.remote === undefined || known.remote === remote) return undefined;
  return l10n.t(
    "was fetched {0}, but this window runs {1} and has another address",
    hostName(known.remote),
    hostName(remote),
  );
}

/** @param remote VS Code's name, empty for a local window */
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
