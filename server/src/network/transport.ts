import { Certificates } from "./certificates.ts";
import { NetworkError } from "./failure.ts";
import { chooseProxy, type Environment, type ProxyChoice } from "./proxy.ts";
import { Route } from "./route.ts";
import type { NetworkSettings } from "./types.ts";

/** Reaches servers under one set of settings. */
export class Transport {
  readonly #settings: NetworkSettings;
  readonly #environment: Environment;
  readonly #certificates: Certificates;

  constructor(settings: NetworkSettings, environment: Environment) {
    this.#settings = settings;
    this.#environment = environment;
    this.#certificates = new Certificates(settings.caFile, environment);
  }

  proxyFor(url: URL): ProxyChoice {
    return chooseProxy(url, this.#settings.http, this.#environment);
  }

  /** Errors: `NetworkError` with the codes `proxy` and `tls` if the settings cannot be used. */
  async routeTo(url: URL, signal: AbortSignal): Promise<Route> {
    const choice = this.proxyFor(url);
    if (choice.kind === "unusable") {
      const { reason, host } = choice;
      throw new NetworkError({ code: "proxy", reason, ...(host === undefined ? {} : { proxy: { host } }) });
    }
    const proxy = choice.kind === "proxy" ? choice.proxy : undefined;
    if (url.protocol !== "https:") return new Route(url, proxy, undefined, signal);
    const context = await this.#certificates.context();
    return new Route(url, proxy, { context, verifies: this.#settings.http.proxyStrictSSL }, signal);
  }
}
