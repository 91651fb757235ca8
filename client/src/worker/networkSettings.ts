import * as l10n from "@vscode/l10n";
import { type Disposable, workspace } from "vscode";
import { parsedUrl } from "../../../common/urls.ts";

/** Fires for every change of the editor's network settings. */
export function onDidChangeNetworkSettings(listener: () => void): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration("http")) listener();
  });
}

/** The editor's network settings, including the proxy's login, which other processes do not get. */
export function networkSettings(): Record<string, unknown> {
  const http = workspace.getConfiguration("http");
  const names = ["proxy", "noProxy", "proxyAuthorization", "proxyStrictSSL", "proxySupport"];
  return Object.fromEntries(names.map((name) => [name, http.get(name)]));
}

/** Are certificates verified? The person can turn that off for the whole editor. */
export function verifiesCertificates(): boolean {
  return workspace.getConfiguration("http").get("proxyStrictSSL") !== false;
}

/** The secrets in these settings: the proxy's login, whole and in parts. */
export function proxySecrets(): string[] {
  const http = workspace.getConfiguration("http");
  return secretsOfProxy(http.get("proxy"), http.get("proxyAuthorization"));
}

function secretsOfProxy(proxy: unknown, authorization: unknown): string[] {
  const url = typeof proxy === "string" ? parsedUrl(proxy) : undefined;
  const login = url === undefined || url.password === "" ? [] : [url.password, `${url.username}:${url.password}`];
  const value = typeof authorization === "string" ? authorization : "";
  const credentials = value.replace(/^\S+/, "").trim();
  return [...login, ...login.map(decoded), value, credentials].filter((secret) => secret !== "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `http.proxy` without its login, for display. `undefined` if it is empty. */
export function proxyAddress(): string | undefined {
  const proxy = workspace.getConfiguration("http").get<unknown>("proxy");
  if (typeof proxy !== "string" || proxy === "") return undefined;
  return (
    /^(?:[\w+.-]+:\/\/)?(?:[^@/]*@)?([\w.:[\]-]+)\/?$/.exec(proxy)?.[1] ?? l10n.t("set, but not a valid proxy address")
  );
}
