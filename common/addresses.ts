/** Parsing of IP addresses, for the worker and for prompts. */
import { BlockList, isIP } from "node:net";

/** The kind of an address that is not public. @see RFC 6890 and its registries */
export type SpecialKind = "private" | "loopback" | "linkLocal" | "providerNat" | "documentation" | "unspecified";

/**
 * IPv4 or IPv6 without brackets or port. Zones (after `%`) are refused, because they mean something only on one
 * machine.
 */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes("%");
}

/** In a URL, IPv6 addresses are in brackets. */
export function withoutBrackets(text: string): string {
  const inner = /^\[(.*)\]$/.exec(text)?.[1];
  return inner !== undefined && isIP(inner) === 6 ? inner : text;
}

/** Removes brackets too. @param text an address, with or without a port */
export function withoutPort(text: string): string {
  const [, inner] = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(text) ?? [];
  return withoutBrackets(inner ?? text);
}

/** The first node of an `X-Forwarded-For`, which is the client. @see RFC 7239 §5.2 */
export function clientAddress(forwardedFor: string): string {
  return withoutPort((forwardedFor.split(",")[0] ?? "").trim());
}

/** IPv6 in canonical form (RFC 5952), or as IPv4 if it wraps an IPv4 address; other text is returned unchanged. */
export function canonicalAddress(text: string): string {
  if (isIP(text) !== 6 || !isAddress(text)) return text;
  const canonical = new URL(`http://[${text}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (mapped === null) return canonical;
  return mapped
    .slice(1)
    .flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff])
    .join(".");
}

const SUBNETS: Readonly<Record<SpecialKind, readonly [network: string, prefix: number][]>> = {
  private: [
    ["10.0.0.0", 8],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
    ["fc00::", 7],
  ],
  loopback: [
    ["127.0.0.0", 8],
    ["::1", 128],
  ],
  linkLocal: [
    ["169.254.0.0", 16],
    ["fe80::", 10],
  ],
  providerNat: [["100.64.0.0", 10]],
  documentation: [
    ["192.0.2.0", 24],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
    ["2001:db8::", 32],
    ["3fff::", 20],
  ],
  unspecified: [
    ["0.0.0.0", 8],
    ["::", 128],
  ],
};

let lists: readonly (readonly [SpecialKind, BlockList])[] | undefined;

/** @param address one that {@link isAddress} accepts */
export function specialKind(address: string): SpecialKind | undefined {
  // Created on demand, because it takes 3 ms.
  lists ??= (Object.keys(SUBNETS) as SpecialKind[]).map((kind) => {
    const list = new BlockList();
    for (const [network, prefix] of SUBNETS[kind]) list.addSubnet(network, prefix, familyOf(network));
    return [kind, list];
  });
  return lists.find(([, list]) => list.check(address, familyOf(address)))?.[0];
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 4 ? "ipv4" : "ipv6";
}
