import type { HttpSettings } from "../../../common/protocol/settings.ts";
import { isLocalHost } from "../../../common/urls.ts";
import { isExempt } from "./noProxy.ts";

export interface Proxy {
  /** Without the brackets of an IPv6 address. */
  hostname: string;
  port: number;
  /** Speaks TLS itself. */
  isSecure: boolean;
  /** Host and port, for people. */
  host: string;
  /** Value of `Proxy-Authorization`. */
  authorization?: string;
  /** What of the login must not turn up in what the proxy says. */
  secrets: string[];
  /** The setting or the variable that names it. */
  source: string;
}

/** Which way a URL goes. An unusable proxy is no reason to go without: nothing is sent then. */
export type ProxyChoice =
  | { kind: "direct"; why?: "thisMachine" | "off" }
  /** There is a proxy, but not for this host. */
  | { kind: "exempt"; source: string }
  | { kind: "proxy"; proxy: Proxy }
  | { kind: "unusable"; source: string; reason: "PROXY_URL" | "PROXY_LOGIN" | "PROXY_AUTHORIZATION"; host?: string };

export type Environment = Readonly<Record<string, string | undefined>>;

/** As VS Code itself has it: where nothing is set for `https:`, what is set for `http:` counts. */
const VARIABLES = ["HTTPS_PROXY", "HTTP_PROXY"];

/**
 * The proxy for a URL, by the setting `http.proxy`, else by the environment. An `http:` URL is one of this machine and
 * never goes through a proxy: the credential would travel to it in the open. Nor does what is on this machine itself: a
 * proxy would look on its own.
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
  // Node would throw on it, with the value in its message.
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

/** Of a variable in either case; the lower one comes first, as in curl. */
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
  // What the URL breaks at stands in the login where an “@” ends one.
  const broken = text.includes("@") ? "PROXY_LOGIN" : "PROXY_URL";
  try {
    const url = new URL(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
    if (url.protocol !== "http:" && url.protocol !== "https:") return "PROXY_URL";
    if (url.hostname === "") return broken;
    // A “/”, “\\”, “?” or “#” in a login that is not encoded: what stands before it is no host, but part of the login.
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

/** @see RFC 7617 §2.1: UTF-8 is what both sides are likely to agree on. */
function basic({ username, password }: Login): string {
  return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}

function visible(text: string | null | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === "" ? undefined : trimmed;
}
