import { BlockList, isIP, isIPv6 } from "node:net";

/**
 * Is a host on the list of hosts to reach without a proxy? Entries are separated by commas or spaces: `*`, a name
 * (which includes its subdomains, with or without a leading dot), an IP address, or a range (`10.0.0.0/8`); all but
 * ranges may have a port.
 *
 * @see https://everything.curl.dev/usingcurl/proxies/env.html
 */
export function isExempt(url: URL, entries: readonly string[]): boolean {
  const host = bare(url.hostname);
  const port = url.port === "" ? DEFAULT_PORTS[url.protocol] : url.port;
  return entries
    .flatMap((entry) => entry.split(/[\s,]+/))
    .map((entry) => entry.toLowerCase())
    .some((entry) => entry === "*" || matches(entry, host, port));
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { "https:": "443", "http:": "80" };

function matches(entry: string, host: string, port: string | undefined): boolean {
  // An IPv6 address contains colons itself; with a port it is in brackets.
  const parts = isIPv6(entry) ? undefined : /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry);
  const [name = entry, wantedPort] = parts?.slice(1) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const [address = "", prefix] = bare(name).split("/");
  if (isIP(address) !== 0) return isWithin(host, address, prefix);
  const suffix = address.replace(/^\*?\./, "");
  return suffix !== "" && prefix === undefined && (host === suffix || host.endsWith(`.${suffix}`));
}

function isWithin(host: string, address: string, prefix: string | undefined): boolean {
  if (isIP(host) === 0) return false;
  const bits = isIPv6(address) ? 128 : 32;
  const length = prefix === undefined ? bits : Number(prefix);
  if (!/^\d{0,3}$/.test(prefix ?? "") || prefix === "" || length > bits) return false;
  const list = new BlockList();
  list.addSubnet(address, length, family(address));
  return list.check(host, family(host));
}

function family(address: string): "ipv4" | "ipv6" {
  return isIPv6(address) ? "ipv6" : "ipv4";
}

/** Without the brackets of an IPv6 address and the final dot of a full name. */
function bare(name: string): string {
  return name.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}
