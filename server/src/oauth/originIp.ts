import * as l10n from "@vscode/l10n";
import { BlockList, isIP } from "node:net";
import type { Profile } from "../protocol.ts";
import { type Failure, fail } from "./failures.ts";

export type OriginIp =
  { ok: true; headers: Record<string, string>; warnings: string[] } | { ok: false; error: Failure };

/**
 * The header that says for whom a call is made. Argus compares it with the address that the token was created from;
 * without it, the connection's own address is the origin.
 *
 * Errors: `invalidProfile`.
 */
export function originIp(profile: Profile, setting: string | undefined, url: URL): OriginIp {
  const text = (profile.forwardedFor ?? setting ?? "").trim();
  // What "auto" knows, the client has put into the profile.
  if (["", "auto", "none"].includes(text.toLowerCase())) return { ok: true, headers: {}, warnings: [] };
  const where =
    profile.forwardedFor === undefined ? l10n.t("the setting argus.forwardedFor") : l10n.t("its forwardedFor");
  const problem = addressProblem(text, where);
  if (problem !== undefined) {
    return { ok: false, error: fail("invalidProfile", { profile: profile.name, problem }) };
  }
  const address = normalAddress(text);
  return { ok: true, headers: { "x-forwarded-for": address }, warnings: addressWarnings(address, url) };
}

/** @param where it stands, as the beginning of a sentence */
function addressProblem(text: string, where: string): string | undefined {
  if (/[,;\s]/.test(text)) {
    return l10n.t(
      "{0} must be one address: a list names the proxies on the way too, and Argus compares one address with the token's",
      where,
    );
  }
  if (text.includes("%")) {
    return l10n.t(
      "{0} has a zone (what follows “%”), which means something on this machine alone; Argus needs an address without one",
      where,
    );
  }
  if (isIP(bare(text)) !== 0) return undefined;
  return l10n.t("{0} must be one IPv4 or IPv6 address without a port, “auto” or “none”", where);
}

/** IPv6 addresses stand in brackets where they are part of a URL. */
function bare(text: string): string {
  const inner = /^\[(.*)\]$/.exec(text)?.[1];
  return inner !== undefined && isIP(inner) === 6 ? inner : text;
}

/** IPv6 in its one canonical form (RFC 5952), and IPv4 as such where IPv6 wraps it. */
function normalAddress(text: string): string {
  const address = bare(text);
  if (isIP(address) === 4) return address;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (mapped === null) return canonical;
  return mapped
    .slice(1)
    .flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff])
    .join(".");
}

/** Addresses that nobody has on the internet. @see RFC 6890 and its registries */
const KINDS: readonly { words: () => string; subnets: readonly [network: string, prefix: number][] }[] = [
  {
    words: () => l10n.t("a private address"),
    subnets: [
      ["10.0.0.0", 8],
      ["172.16.0.0", 12],
      ["192.168.0.0", 16],
      ["fc00::", 7],
    ],
  },
  {
    words: () => l10n.t("a loopback address"),
    subnets: [
      ["127.0.0.0", 8],
      ["::1", 128],
    ],
  },
  {
    words: () => l10n.t("a link-local address"),
    subnets: [
      ["169.254.0.0", 16],
      ["fe80::", 10],
    ],
  },
  { words: () => l10n.t("an address behind a provider's NAT"), subnets: [["100.64.0.0", 10]] },
  {
    words: () => l10n.t("an address for documentation"),
    subnets: [
      ["192.0.2.0", 24],
      ["198.51.100.0", 24],
      ["203.0.113.0", 24],
      ["2001:db8::", 32],
      ["3fff::", 20],
    ],
  },
  {
    words: () => l10n.t("no address of a machine"),
    subnets: [
      ["0.0.0.0", 8],
      ["::", 128],
    ],
  },
];

const LISTS = KINDS.map(({ words, subnets }) => {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, familyOf(network));
  return { words, list };
});

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 4 ? "ipv4" : "ipv6";
}

function specialKind(address: string): string | undefined {
  return LISTS.find(({ list }) => list.check(address, familyOf(address)))?.words();
}

function addressWarnings(address: string, url: URL): string[] {
  const kind = specialKind(address);
  if (kind === undefined || !isPublic(url.hostname)) return [];
  return [
    l10n.t(
      "Calls are made for {0} (forwardedFor), which is {1}; Argus sees your public one. Set forwardedFor to that, or to “auto”.",
      address,
      kind,
    ),
  ];
}

/** A name of one label, and one under these, is looked up in networks of one's own (RFC 6761, 6762, 8375, 9476). */
function isPublic(hostname: string): boolean {
  const address = bare(hostname);
  if (isIP(address) !== 0) return specialKind(address) === undefined;
  return hostname.includes(".") && !/\.(?:localhost|local|internal|home\.arpa|lan)\.?$/.test(hostname);
}
