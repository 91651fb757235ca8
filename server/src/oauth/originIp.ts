import * as l10n from "@vscode/l10n";
import {
  canonicalAddress,
  isAddress,
  type SpecialKind,
  specialKind,
  withoutBrackets,
} from "../../../common/addresses.ts";
import { isPublicHost } from "../../../common/urls.ts";
import type { Profile } from "../../../common/protocol/profile.ts";
import { type FailureResult, fail } from "./failures.ts";

export type OriginIp = { ok: true; headers: Record<string, string>; warnings: string[] } | FailureResult;

/**
 * The header that names the address a call is made for. Argus compares it with the address that the token was created
 * from; without it, the connection's own address counts.
 *
 * Errors: `invalidProfile`.
 */
export function originIp(profile: Profile, setting: string | undefined, url: URL): OriginIp {
  const text = (profile.forwardedFor ?? setting ?? "").trim();
  // The client has already replaced "auto" by an address if it knows one.
  if (["", "auto", "none"].includes(text.toLowerCase())) return { ok: true, headers: {}, warnings: [] };
  // The client reads the setting once, and sends it as the profile's.
  const isOwn = profile.forwardedFor !== undefined && profile.forwardedFor !== setting;
  const where = isOwn ? "forwardedFor" : "argus.forwardedFor";
  const problem = addressProblem(text, where);
  if (problem !== undefined) {
    return fail("invalidProfile", { profile: profile.name, problem });
  }
  const address = canonicalAddress(withoutBrackets(text));
  return { ok: true, headers: { "x-forwarded-for": address }, warnings: addressWarnings(address, url) };
}

/** @param where the setting that contains it */
function addressProblem(text: string, where: string): string | undefined {
  if (/[,;\s]/.test(text)) {
    return l10n.t(
      "{0} must be a single address: Argus compares it with the address that the token was created from",
      where,
    );
  }
  if (text.includes("%")) {
    return l10n.t("{0} must not have a zone (the part after “%”), which only means something on this machine", where);
  }
  if (isAddress(withoutBrackets(text))) return undefined;
  return l10n.t("{0} must be one IPv4 or IPv6 address without a port, “auto” or “none”", where);
}

function kindWords(kind: SpecialKind): string {
  switch (kind) {
    case "private":
      return l10n.t("a private address");
    case "loopback":
      return l10n.t("a loopback address");
    case "linkLocal":
      return l10n.t("a link-local address");
    case "providerNat":
      return l10n.t("an address behind a provider's NAT");
    case "documentation":
      return l10n.t("an address for documentation");
    case "unspecified":
      return l10n.t("not the address of a machine");
  }
}

function addressWarnings(address: string, url: URL): string[] {
  const kind = specialKind(address);
  if (kind === undefined || !isPublicHost(url.hostname)) return [];
  return [
    l10n.t(
      "Calls are made for {0} (forwardedFor), which is {1}; Argus sees your public one. Set forwardedFor to that, or to “auto”.",
      address,
      kindWords(kind),
    ),
  ];
}
