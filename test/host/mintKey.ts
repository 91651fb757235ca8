/**
 * Runs in the VS Code server's process before its own code (`node --import`, see server.ts): answers the workbench's
 * request for a key for its secret storage, as hosts of VS Code on the web do. Without an answer, secrets are lost when
 * the page is left.
 */
import { EventEmitter } from "node:events";
import { IncomingMessage, Server, ServerResponse } from "node:http";

/** 32 constant bytes, so that a later run can read stored secrets. */
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
