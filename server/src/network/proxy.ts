import type { HttpSettings } from "../../../common/protocol/settings.ts";
import { isLocalHost } from "../../../common/urls.ts";
import { isExempt } from "./noProxy.ts";

export interface Proxy {
  /** Without the brackets of an IPv6 address. */
  hostname: string;
  port: number;
  /** The proxy itself speaks TLS. */
  isSecure: boolean;
  /** Host and port, for messages. */
  host: string;
  /** Value of `Proxy-Authorization`. */
  authorization?: string;
  /** Parts of the login that must not appear in what the proxy says. */
  secrets: string[];
  /** The setting or variable that defines it. */
  source: string;
}

/** How to reach a URL. If the proxy is unusable, nothing is sent; calls do not bypass it. */
export type ProxyChoice =
  | { kind: "direct"; why?: "thisMachine" | "off" }
  /** There is a proxy, but not for this host. */
  | { kind: "exempt"; source: string }
  | { kind: "proxy"; proxy: Proxy }
  | { kind: "unusable"; source: string; reason: "PROXY_URL" | "PROXY_LOGIN" | "PROXY_AUTHORIZATION"; host?: string };

export type Environment = Readonly<Record<string, string | undefined>>;

/** As in VS Code itself: without a proxy for `https:`, the one for `http:` applies. */
const VARIABLES = ["HTTPS_PROXY", "HTTP_PROXY"];

/**
 * The proxy for a URL, from the setting `http.proxy`, else from the environment. An `http:` URL is always on this
 * machine and never goes through a proxy, which would see the credential in the clear. Other local URLs do not either:
 * a proxy would resolve them to itself.
 */
export function chooseProxy(url: URL, settings: HttpSettings, environment: Environment): ProxyChoice {
  if (url.protocol !== "https:") return { kind: "direct" };
  if (settings.proxySupport === "off") return { kind: "direct", why: "off" };
  if (isLocalHost(url.hostname)) return { kind: "direct", why: "thisMachine" };
  const named = namedProxy(settings, environment);
  if (named === undefined) return { kind: "direct" };
  const { text, source } = named;
  if (isExempt(url, [...settings.noProxy, valueOf("NO_PROXY", environment)])) return { kind: "exempt", source };
  const parsed = parseProxy(text);
  if (typeof parsed === "string") return { kind: "unusable", source, reason: parsed };
  const { login, ...where } = parsed;
  const authorization = visible(settings.proxyAuthorization) ?? (login && basic(login));
  // Node would throw, with the value in its message.
  if (authorization !== undefined && !/^[\t\x20-\x7e\x80-\xff]+$/.test(authorization)) {
    return { kind: "unusable", source, reason: "PROXY_AUTHORIZATION", host: where.host };
  }
  const secrets = [login?.username, login?.password, authorization, authorization?.replace(/^\S+\s+/, "")];
  return {
    kind: "proxy",
    proxy: {
      ...where,
      source,
      secrets: secrets.filter((secret) => secret !== undefined),
      ...(authorization === undefined ? {} : { authorization }),
    },
  };
}

function namedProxy(settings: HttpSettings, environment: Environment): { text: string; source: string } | undefined {
  const set = visible(settings.proxy);
  if (set !== undefined) return { text: set, source: "http.proxy" };
  for (const source of VARIABLES) {
    const text = visible(valueOf(source, environment));
    if (text !== undefined) return { text, source };
  }
  return undefined;
}

/** Reads a variable in either case; lower case comes first, as in curl. */
function valueOf(name: string, environment: Environment): string {
  return visible(environment[name.toLowerCase()]) ?? environment[name] ?? "";
}

interface Login {
  username: string;
  password: string;
}

function parseProxy(
  text: string,
): (Pick<Proxy, "hostname" | "port" | "isSecure" | "host"> & { login?: Login }) | "PROXY_URL" | "PROXY_LOGIN" {
  // If there is an “@”, the invalid part is the login before it.
  const broken = text.includes("@") ? "PROXY_LOGIN" : "PROXY_URL";
  try {
    const url = new URL(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
    if (url.protocol !== "http:" && url.protocol !== "https:") return "PROXY_URL";
    if (url.hostname === "") return broken;
    // A second “@” may belong to the user name, the password or a mistake (RFC 3986 §3.2.1).
    if (/@.*@/.test(text)) return "PROXY_LOGIN";
    // A “/”, “\\”, “?” or “#” in a login that is not encoded: then the text before it is not a host but part of the
    // login.
    if (`${url.pathname}${url.search}${url.hash}`.includes("@")) return "PROXY_LOGIN";
    const isSecure = url.protocol === "https:";
    const port = url.port === "" ? (isSecure ? 443 : 80) : Number(url.port);
    const { hostname, username, password } = url;
    return {
      hostname: hostname.replace(/^\[(.*)\]$/, "$1"),
      port,
      isSecure,
      host: `${hostname}:${port}`,
      ...(username === "" && password === ""
        ? {}
        : { login: { username: decodeURIComponent(username), password: decodeURIComponent(password) } }),
    };
  } catch {
    // Not a URL, or a percent sign in the login that encodes nothing.
    return /^(?!https?:)[a-z][a-z\d+.-]*:\/\//i.test(text) ? "PROXY_URL" : broken;
  }
}

/** @see RFC 7617 §2.1: both sides are most likely to agree on UTF-8. */
function basic({ username, password }: Login): string {
  return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}

function visible(text: string | null | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === "" ? undefined : trimmed;
}
