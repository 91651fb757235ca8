import { once } from "node:events";
import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import * as tls from "node:tls";
import type { CallTimings } from "../../../common/protocol/callRecord.ts";
import { chainFacts } from "./certificateFacts.ts";
import type { ClientIdentity } from "./clientCertificates.ts";
import { classify, errorCode, NetworkError } from "./failure.ts";
import type { Proxy } from "./proxy.ts";
import { openTunnel } from "./tunnel.ts";
import type { CertificateFacts, ClientCertificateFacts, NetworkFailure } from "./types.ts";

/** ms without traffic until the system checks whether the other side is still there. */
const KEEP_ALIVE_PROBE = 60_000;

export interface PeerTrust {
  context: tls.SecureContext;
  /** The client certificate in it. */
  identity: Pick<ClientIdentity, "validTo"> | undefined;
}

export interface Trust {
  server: PeerTrust;
  /** Set if the proxy speaks TLS itself. */
  proxy?: PeerTrust;
  /** `false` only if the person turned it off for the whole editor. */
  verifies: boolean;
}

/** Facts about an established TLS connection. */
export interface TlsFacts {
  /** `TLSv1.3` */
  protocol: string;
  /** The server's own certificate first. */
  chain: CertificateFacts[];
  /** What is wrong with the certificate, if certificates are not verified. */
  problem?: string;
  clientCertificate?: ClientCertificateFacts;
}

/**
 * The route to a server in parts, each to be opened once: `connect`, `passProxy` if there is a proxy, `secure` if the
 * URL is `https:`; or all of them with `open`. No part of a request is sent on it, so it is always safe to try again.
 *
 * Errors: `NetworkError` with the codes `dns`, `connect`, `tls`, `proxy` and `timeout`. An abort closes the socket at
 * once; the caller has to know that it aborted.
 */
export class Route {
  readonly proxy: Proxy | undefined;
  readonly timings: Omit<CallTimings, "headers" | "body" | "total"> = {};
  /** Known after `connect`: the address of the server, or of the proxy. */
  address: string | undefined;
  /** Known after `secure`. */
  tls: TlsFacts | undefined;
  readonly #url: URL;
  readonly #trust: Trust | undefined;
  readonly #signal: AbortSignal;
  readonly #lookup: LookupFunction | undefined;
  /** Outermost last: TLS over a tunnel over TLS makes three. */
  readonly #sockets: Socket[] = [];

  constructor(
    url: URL,
    proxy: Proxy | undefined,
    trust: Trust | undefined,
    signal: AbortSignal,
    lookup?: LookupFunction,
  ) {
    this.#lookup = lookup;
    this.#url = url;
    this.proxy = proxy;
    this.#trust = trust;
    this.#signal = signal;
    signal.addEventListener("abort", this.close, { once: true });
  }

  /** Opens the whole route. */
  async open(): Promise<Socket> {
    await this.connect();
    if (this.proxy !== undefined) await this.passProxy();
    if (this.#trust !== undefined) await this.secure();
    this.#signal.throwIfAborted();
    return this.#socket;
  }

  /** Connects to the server or its proxy. IPv6 and IPv4 race (RFC 8305). */
  async connect(): Promise<void> {
    this.#signal.throwIfAborted();
    const { hostname, port } = this.proxy ?? this.#server;
    const start = performance.now();
    let resolved = start;
    const socket = connect({
      host: hostname,
      port,
      autoSelectFamily: true,
      ...(this.#lookup === undefined ? {} : { lookup: this.#lookup }),
    });
    socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_PROBE);
    socket.once("lookup", () => {
      resolved = performance.now();
      this.timings.dns = resolved - start;
    });
    this.#add(socket);
    await this.#event(socket, "connect", (reason) =>
      this.proxy === undefined ? classify(reason) : proxyFailure(this.proxy, reason),
    );
    this.timings.tcp = performance.now() - resolved;
    this.address = socket.remoteAddress;
  }

  /** Asks the proxy for a tunnel to the server. */
  async passProxy(): Promise<void> {
    const { proxy } = this;
    if (proxy === undefined) throw new TypeError("this route has no proxy");
    const start = performance.now();
    if (this.#trust?.proxy !== undefined) {
      await this.#encrypt(proxy.hostname, this.#trust.proxy, (...why) => proxyFailure(proxy, ...why));
    }
    const { authority } = this.#server;
    try {
      await openTunnel(this.#socket, authority, proxy);
    } catch (error) {
      this.#signal.throwIfAborted();
      throw error;
    }
    this.timings.proxy = performance.now() - start;
  }

  /** Starts TLS with the server itself. */
  async secure(): Promise<void> {
    const start = performance.now();
    if (this.#trust === undefined) throw new TypeError("this route has no TLS");
    this.tls = await this.#encrypt(this.#server.hostname, this.#trust.server, (reason, certificate, own) => ({
      ...classify(reason),
      ...(certificate === undefined ? {} : { certificate }),
      ...(own === undefined ? {} : { clientCertificate: own }),
    }));
    this.timings.tls = performance.now() - start;
  }

  readonly close = (): void => {
    this.#signal.removeEventListener("abort", this.close);
    for (const socket of this.#sockets.reverse()) socket.destroy();
  };

  get #server(): { hostname: string; port: number; authority: string } {
    const { hostname, port, protocol } = this.#url;
    const number = port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
    return { hostname: hostname.replace(/^\[(.*)\]$/, "$1"), port: number, authority: `${hostname}:${number}` };
  }

  get #socket(): Socket {
    const socket = this.#sockets.at(-1);
    if (socket === undefined) throw new TypeError("nothing is connected");
    return socket;
  }

  #add(socket: Socket): void {
    // Code that waits for the socket reports its errors; an error at any other time must not crash the worker.
    socket.on("error", () => undefined);
    this.#sockets.push(socket);
  }

  async #encrypt(
    hostname: string,
    { context, identity }: PeerTrust,
    failureOf: (
      reason: string | undefined,
      certificate: CertificateFacts | undefined,
      own: ClientCertificateFacts | undefined,
    ) => NetworkFailure,
  ): Promise<TlsFacts> {
    const inner = this.#socket;
    const outer = tls.connect({
      socket: inner,
      host: hostname,
      // An IP address is not a server name (RFC 6066 §3).
      servername: isIP(hostname) === 0 ? hostname : "",
      secureContext: context,
      rejectUnauthorized: this.#trust?.verifies !== false,
      ALPNProtocols: ["http/1.1"],
    });
    this.#add(outer);
    outer.once("close", () => inner.destroy());
    let chain: CertificateFacts[] = [];
    // Node verifies in a listener of this event, and a rejected socket has no certificate left to show.
    outer.prependOnceListener("secure", () => (chain = chainFacts(outer.getPeerCertificate(true))));
    await this.#event(outer, "secureConnect", (reason) =>
      failureOf(reason, chain[0], clientCertificateFacts(outer, identity)),
    );
    const problem = outer.authorized ? undefined : String(outer.authorizationError);
    const own = clientCertificateFacts(outer, identity);
    return {
      protocol: outer.getProtocol() ?? "",
      chain,
      ...(problem === undefined ? {} : { problem }),
      ...(own === undefined ? {} : { clientCertificate: own }),
    };
  }

  /** Waits for an event of a socket; other events become failures, except after an abort. */
  async #event(
    socket: Socket,
    event: string,
    failureOf: (reason: string | undefined) => NetworkFailure,
  ): Promise<void> {
    try {
      await once(socket, event, { signal: this.#signal });
    } catch (error) {
      throw this.#signal.aborted ? error : new NetworkError(failureOf(errorCode(error)));
    }
  }
}

function proxyFailure(
  proxy: Proxy,
  reason: string | undefined,
  certificate?: CertificateFacts,
  clientCertificate?: ClientCertificateFacts,
): NetworkFailure {
  return {
    code: "proxy",
    ...(reason === undefined ? {} : { reason }),
    proxy: { host: proxy.host },
    ...(certificate === undefined ? {} : { certificate }),
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
  };
}

/** Facts about the client certificate, if there is one or the server asked for one. */
function clientCertificateFacts(
  socket: tls.TLSSocket,
  identity: PeerTrust["identity"],
): ClientCertificateFacts | undefined {
  if (identity === undefined) return isAsked(socket) ? { isSent: false } : undefined;
  return identity.validTo === undefined ? { isSent: true } : { isSent: true, validTo: identity.validTo };
}

/**
 * Did the server ask for a client certificate? Only then are there shared signature algorithms (RFC 8446 §4.3.2, RFC 5246
 * §7.4.4). BoringSSL does not list them, nor does a closed socket.
 */
function isAsked(socket: tls.TLSSocket): boolean {
  try {
    return socket.getSharedSigalgs().length > 0;
  } catch {
    return false;
  }
}
