import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type LookupFunction, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answered, HttpAnswer, HttpRequest, NetworkFailure } from "../../../server/src/network/types.ts";
import { createNetwork, type NetworkClock, type SettableNetwork } from "../../../server/src/network/network.ts";
import type { ClientCertificates } from "../../../common/clientCertificates.ts";
import type { HttpSettings } from "../../../common/protocol/settings.ts";
import { caPem } from "../../sandbox/tls.ts";

/** Must not appear in any failure. */
export const SECRET = "my/api-key/a9f3c1";

type Environment = Record<string, string>;

/** A network with these settings, in an environment without proxies by default. */
export function networkWith(
  settings: Parameters<typeof settingsOf>[0] = {},
  {
    environment = {},
    random = () => 0,
    ...options
  }: { environment?: Environment; random?: () => number; clock?: NetworkClock; lookup?: LookupFunction } = {},
): SettableNetwork {
  const network = createNetwork({ environment, random, ...options });
  network.configure(settingsOf(settings));
  return network;
}

export const settingsOf = ({
  http = {},
  ...others
}: {
  http?: Partial<HttpSettings>;
  caFile?: string | undefined;
  clientCertificate?: ClientCertificates;
}) => ({
  http: { noProxy: [], proxyStrictSSL: true, ...http },
  ...others,
});

/** A call with a credential in it. */
export const requestTo = (url: string): HttpRequest => ({
  method: "POST",
  url: new URL(url),
  headers: { "argus-api-key": SECRET },
  body: "grant_type=client_credentials",
});

export function send(
  network: SettableNetwork,
  url: string,
  { timeoutMs = 5000, signal = new AbortController().signal } = {},
): Promise<Answered> {
  return network.send(requestTo(url), timeoutMs, signal);
}

export async function answerOf(answered: Promise<Answered>): Promise<HttpAnswer> {
  const result = await answered;
  assert(result.ok, JSON.stringify(result));
  return result.answer;
}

export async function failureOf(answered: Promise<Answered>): Promise<NetworkFailure> {
  const result = await answered;
  assert(!result.ok, "the call went well");
  assert(!JSON.stringify(result).includes(SECRET), "the key is in the failure");
  return result.failure;
}

/** A folder for the tests of a suite, with a file containing the sandbox's authority. */
export function useFolder(): { readonly path: string; readonly caFile: string } {
  let path = "";
  before(async () => {
    path = await mkdtemp(join(tmpdir(), "argus-network-"));
    await writeFile(join(path, "ca.pem"), caPem());
  });
  after(() => rm(path, { recursive: true }));
  return {
    get path() {
      return path;
    },
    get caFile() {
      return join(path, "ca.pem");
    },
  };
}

export interface RawServer {
  port: number;
  /** The number of connections so far. */
  readonly connections: number;
  /** The number of open connections. */
  readonly open: ReadonlySet<Socket>;
  /** Everything received on all of them. */
  readonly received: string;
  close(): Promise<void>;
}

/** A bare TCP server. @param serve gets each connection and its number, starting with 1 */
export async function rawServer(serve: (socket: Socket, count: number) => void): Promise<RawServer> {
  const open = new Set<Socket>();
  let connections = 0;
  let received = "";
  const server: Server = createServer((socket) => {
    connections += 1;
    open.add(socket);
    socket.on("data", (chunk: Buffer) => (received += chunk.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => open.delete(socket));
    serve(socket, connections);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    open,
    get received() {
      return received;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** A closed port. */
export async function deadPort(): Promise<number> {
  const server = await rawServer(() => undefined);
  await server.close();
  return server.port;
}
