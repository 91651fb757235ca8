import * as l10n from "@vscode/l10n";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { classify, errorCode, NetworkError } from "../network/failure.ts";
import type { NetworkFailure } from "../network/types.ts";
import type { Proxy } from "../network/proxy.ts";
import type { Route } from "../network/route.ts";
import type { SettableNetwork } from "../network/network.ts";
import { orAborted } from "../network/orAborted.ts";
import { fail } from "../oauth/failures.ts";
import { certificateVerdict, describe } from "./certificateVerdict.ts";
import type { Steps, Verdict } from "./steps.ts";
import { ignored } from "../../../common/ignored.ts";

export interface NetworkSteps {
  url: URL;
  network: SettableNetwork;
  /** ms for all steps together */
  timeoutMs: number;
  signal: AbortSignal;
}

/**
 * Tests name, proxy, connection and TLS, without making a call: the server sees nothing but a handshake.
 *
 * @returns whether calls can use this route
 */
export async function takeNetworkSteps(
  steps: Steps,
  { url, network, timeoutMs, signal }: NetworkSteps,
): Promise<boolean> {
  const end = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const choice = network.proxyFor(url);
  const proxy = choice.kind === "proxy" ? choice.proxy : undefined;
  if (proxy !== undefined) steps.redactor.add(...proxy.secrets);

  const failed = (error: unknown): Verdict => {
    const failure = failureOf(error, proxy);
    const { message, hint } = fail(failure.code, { host: url.host, ...failure, seconds: timeoutMs / 1000 }).error;
    const { certificate } = failure;
    return {
      state: "failed",
      verdict: message,
      ...(hint === undefined ? {} : { hint }),
      ...(certificate === undefined ? {} : { details: [describe(certificate)] }),
    };
  };
  const attempted = async (step: () => Promise<Verdict>): Promise<Verdict> => {
    try {
      return await step();
    } catch (error) {
      // A cancelled diagnosis needs no verdict.
      signal.throwIfAborted();
      return failed(error);
    }
  };

  const begin = network.routeTo(url, end);
  begin.catch(ignored("it is awaited later, and must not count as unhandled until then"));
  try {
    if (choice.kind === "unusable") steps.skip("dns", l10n.t("There is no host name to look up."));
    else if (!(await steps.take("dns", () => attempted(() => nameStep(url, proxy, end))))) return false;

    if (await isWithoutCertificates(begin)) {
      for (const name of ["proxy", "tcp"] as const)
        steps.skip(name, l10n.t("Not tested, because no trusted certificates could be loaded."));
      return await steps.take("tls", () => attempted(async () => certificateStep(await begin)));
    }

    if (choice.kind === "direct") steps.skip("proxy", directReason(url, choice.why));
    else if (choice.kind === "exempt") {
      steps.skip(
        "proxy",
        l10n.t("The proxy in {0} is not used for this host because of http.noProxy or NO_PROXY.", choice.source),
      );
    } else if (!(await steps.take("proxy", () => attempted(async () => proxyStep(await begin))))) return false;

    if (!(await steps.take("tcp", () => attempted(async () => connectionStep(await begin, url))))) return false;

    if (url.protocol === "https:")
      return await steps.take("tls", () => attempted(async () => certificateStep(await begin)));
    steps.skip("tls", l10n.t("http: to this machine is not encrypted."));
    return true;
  } finally {
    void begin.then(
      ({ close }) => {
        close();
      },
      () => undefined,
    );
  }
}

/** An unusable certificate file is not the fault of a proxy or a connection, although it shows up before them. */
async function isWithoutCertificates(begin: Promise<Route>): Promise<boolean> {
  try {
    await begin;
    return false;
  } catch (error) {
    return error instanceof NetworkError && error.failure.code === "tls";
  }
}

async function proxyStep(route: Route): Promise<Verdict> {
  await route.connect();
  await route.passProxy();
  const { host = "", source = "", isSecure = false, authorization } = route.proxy ?? {};
  return {
    state: "ok",
    verdict: l10n.t("{0} ({1}) accepts connections.", host, source),
    details: [
      l10n.t(
        "Connected to {0} in {1}; opening the tunnel took {2}",
        route.address ?? host,
        ms(route.timings.tcp),
        ms(route.timings.proxy),
      ),
      [
        isSecure ? l10n.t("TLS to the proxy itself") : l10n.t("No TLS to the proxy itself"),
        authorization === undefined ? l10n.t("without a login") : l10n.t("with a login"),
      ].join(", "),
    ],
  };
}

async function connectionStep(route: Route, url: URL): Promise<Verdict> {
  if (route.proxy !== undefined) return { state: "ok", verdict: l10n.t("The proxy connected to {0}.", url.host) };
  await route.connect();
  return {
    state: "ok",
    verdict: l10n.t("{0} accepts connections on port {1}.", route.address ?? url.host, portOf(url)),
  };
}

async function certificateStep(route: Route): Promise<Verdict> {
  await route.secure();
  return certificateVerdict(route.tls ?? { protocol: "TLS", chain: [] }, Date.now());
}

async function nameStep(url: URL, proxy: Proxy | undefined, end: AbortSignal): Promise<Verdict> {
  const name = proxy?.hostname ?? url.hostname.replace(/^\[(.*)\]$/, "$1");
  const others = proxy === undefined ? [] : [l10n.t("The proxy resolves the name of {0}.", url.hostname)];
  const withOthers = (sentence: string): string => [sentence, ...others].join(" ");
  if (isIP(name) !== 0) return { state: "skipped", verdict: withOthers(l10n.t("{0} is already an address.", name)) };
  const addresses = await orAborted(lookup(name, { all: true }), end);
  const unique = [...new Set(addresses.map(({ address }) => address))];
  const verdict =
    unique.length === 1 ? l10n.t("{0} has one address.", name) : l10n.t("{0} has {1} addresses.", name, unique.length);
  return { state: "ok", verdict: withOthers(verdict), details: unique };
}

function failureOf(error: unknown, proxy: Proxy | undefined): NetworkFailure {
  if (error instanceof NetworkError) return error.failure;
  const reason = errorCode(error);
  // Only a timeout has no code: all other errors are a `NetworkError`, or the lookup's own.
  if (reason === undefined || reason === "ABORT_ERR") return { code: "timeout", phase: "connect" };
  return proxy === undefined ? classify(reason) : { code: "proxy", reason, proxy: { host: proxy.host } };
}

function directReason(url: URL, why: "thisMachine" | "off" | undefined): string {
  if (url.protocol !== "https:" || why === "thisMachine")
    return l10n.t("This machine is never reached through a proxy.");
  if (why === "off") return l10n.t("http.proxySupport is off, so no proxy is used.");
  // The editor resolves those itself and does not pass them on.
  return l10n.t(
    "None is set. A proxy that only the operating system or a PAC file names is not used: set http.proxy to it.",
  );
}

function portOf({ port, protocol }: URL): string {
  return port === "" ? (protocol === "https:" ? "443" : "80") : port;
}

function ms(duration: number | undefined): string {
  return `${Math.round(duration ?? 0)} ms`;
}
