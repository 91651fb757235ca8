import type { LookupFunction } from "node:net";
import { clientCertificateFor } from "../../../common/clientCertificates.ts";
import { Certificates } from "./certificates.ts";
import { readClientCertificate } from "./clientCertificates.ts";
import { NetworkError } from "./failure.ts";
import { orAborted } from "./orAborted.ts";
import { chooseProxy, type Environment, type Proxy, type ProxyChoice } from "./proxy.ts";
import { type PeerTrust, Route } from "./route.ts";
import type { NetworkSettings } from "./types.ts";

/** Reaches servers under one set of settings. */
export class Transport {
  readonly #settings: NetworkSettings;
  readonly #environment: Environment;
  readonly #certificates: Certificates;
  readonly #lookup: LookupFunction | undefined;

  constructor(settings: NetworkSettings, environment: Environment, lookup?: LookupFunction) {
    this.#settings = settings;
    this.#environment = environment;
    this.#lookup = lookup;
    this.#certificates = new Certificates(settings.caFile, environment);
  }

  proxyFor(url: URL): ProxyChoice {
    return chooseProxy(url, this.#settings.http, this.#environment);
  }

  /** Errors: `NetworkError` with the codes `proxy` and `tls` if the settings cannot be used; any once it is aborted. */
  async routeTo(url: URL, signal: AbortSignal): Promise<Route> {
    const choice = this.proxyFor(url);
    if (choice.kind === "unusable") {
      const { reason, host } = choice;
      throw new NetworkError({ code: "proxy", reason, ...(host === undefined ? {} : { proxy: { host } }) });
    }
    const proxy = choice.kind === "proxy" ? choice.proxy : undefined;
    if (url.protocol !== "https:") return new Route(url, proxy, undefined, signal, this.#lookup);
    const trust = {
      server: await orAborted(this.#trustFor(url), signal),
      ...(proxy?.isSecure === true ? { proxy: await orAborted(this.#trustForProxy(proxy), signal) } : {}),
      verifies: this.#settings.http.proxyStrictSSL,
    };
    return new Route(url, proxy, trust, signal, this.#lookup);
  }

  /** Includes the client certificate that the settings name for a host. */
  async #trustFor(host: URL): Promise<PeerTrust> {
    const { clientCertificate = {}, http } = this.#settings;
    const named = clientCertificateFor(host, clientCertificate);
    if (named === undefined) return { context: await this.#certificates.context(), identity: undefined };
    const identity = await readClientCertificate(named, http.certificatePassphrases ?? {});
    return { context: await this.#certificates.context(identity), identity: { validTo: identity.validTo } };
  }

  async #trustForProxy({ host }: Proxy): Promise<PeerTrust> {
    try {
      return await this.#trustFor(new URL(`https://${host}`));
    } catch (error) {
      throw error instanceof NetworkError
        ? new NetworkError({ ...error.failure, code: "proxy", proxy: { host } })
        : error;
    }
  }
}
