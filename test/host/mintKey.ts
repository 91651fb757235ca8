/**
 * Runs in the VS Code server's process before its own code (`node --import`, see server.ts): answers the workbench when
 * it asks where it came from for a key for its secret storage, as the hosts of VS Code on the web do. Without an answer
 * secrets live until the page is left.
 */
import { EventEmitter } from "node:events";
import { IncomingMessage, Server, ServerResponse } from "node:http";

/** 32 bytes, always the same: a later run has to be able to read what an earlier one stored. */
const KEY = Buffer.alloc(32, "argus");

type Emit = (this: Server, event: string | symbol, ...args: unknown[]) => boolean;

// Called with `this` below.
// eslint-disable-next-line @typescript-eslint/unbound-method
const emit: Emit = EventEmitter.prototype.emit;
const answering: Emit = function (event, ...args) {
  const [request, response] = args;
  if (event === "request" && request instanceof IncomingMessage && response instanceof ServerResponse) {
    if (request.method === "POST" && request.url?.endsWith("/mint-key")) {
      response.end(KEY);
      return true;
    }
  }
  return emit.call(this, event, ...args);
};
Server.prototype.emit = answering;
