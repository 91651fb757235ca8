import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";

/** A server on loopback that can be stopped at once, whatever the state of its connections. */
export interface Listener {
  readonly port: number;
  /** How many connections are open. */
  readonly connections: number;
  /** Resets a socket's TCP connection, with or without TLS. */
  reset(socket: Socket): void;
  /** Stops and closes open connections, including those in a TLS handshake. */
  close(): Promise<void>;
}

/**
 * Starts the server on a port, 0 for a free one. Rejects with Node's error (`EADDRINUSE`, …) if the port is not
 * available.
 */
export async function listen(server: Server, port = 0): Promise<Listener> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return sockets.size;
    },
    reset: ({ remotePort }) => {
      for (const socket of sockets) if (socket.remotePort === remotePort) socket.resetAndDestroy();
    },
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
