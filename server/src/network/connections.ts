import type { Socket } from "node:net";
import type { Client } from "undici";

/** The socket was closed before anything of the request was written to it. */
export class SocketGone extends Error {
  readonly code = "ECONNRESET";
}

export type Undici = Pick<typeof import("undici"), "Client">;

/** A socket with undici's HTTP/1.1 on it, for one request after the other. */
export class Connection {
  readonly origin: string;
  /** Host and port. */
  readonly proxy: string | undefined;
  readonly client: Client;
  readonly #socket: Socket;

  constructor(undici: Undici, origin: string, socket: Socket, proxy: string | undefined) {
    this.origin = origin;
    this.proxy = proxy;
    this.#socket = socket;
    let isFirst = true;
    this.client = new undici.Client(origin, {
      // undici asks for another socket when one was closed while a request waited for it. It has written nothing then.
      connect: (_options, callback) => {
        const wasFirst = isFirst;
        isFirst = false;
        // undici would not notice an answer that comes before it has asked.
        queueMicrotask(() => {
          if (wasFirst) callback(null, socket);
          else callback(new SocketGone(), null);
        });
      },
      // The deadline of the whole call is the one limit.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.readable && this.#socket.writable;
  }

  close(): void {
    this.#socket.destroy();
    void this.client.destroy();
  }
}

/** Connections that wait for another request, of one set of settings. undici closes them after some seconds. */
export class Connections {
  readonly #idle = new Set<Connection>();
  #isRetired = false;

  take(origin: string): Connection | undefined {
    for (const connection of this.#idle) {
      if (connection.origin !== origin) continue;
      this.#idle.delete(connection);
      if (connection.isOpen) return connection;
      connection.close();
    }
    return undefined;
  }

  give(connection: Connection): void {
    if (this.#isRetired || !connection.isOpen) {
      connection.close();
      return;
    }
    for (const other of this.#idle) if (!other.isOpen) this.#idle.delete(other);
    this.#idle.add(connection);
  }

  /** Closes what waits; what is in use is closed when it comes back. */
  retire(): void {
    this.#isRetired = true;
    for (const connection of this.#idle) connection.close();
    this.#idle.clear();
  }
}
