import { type IncomingMessage, request as ask } from "node:http";
import type { Socket } from "node:net";
import type { CallTimings } from "../../../common/protocol/callRecord.ts";
import { NetworkError, SocketClosed } from "./failure.ts";
import type { HttpAnswer, HttpRequest } from "./types.ts";

/** In bytes. */
const LARGEST_HEADERS = 16 * 1024;
const LARGEST_ANSWER = 1024 * 1024;

/**
 * Sends one request on a socket and reads the answer; the socket cannot be used again. To cancel, destroy it.
 *
 * Errors: `SocketClosed` if nothing was sent, `NetworkError` with the codes `tooLarge` and `badResponse`, else whatever
 * Node throws.
 *
 * @param timings receives each part as it ends
 */
export function exchange(
  socket: Socket,
  { url, method, headers, body }: HttpRequest,
  timings: Partial<CallTimings>,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    if (!socket.writable) throw new SocketClosed();
    const start = performance.now();
    let response: IncomingMessage | undefined;
    const asked = ask({
      method,
      path: url.pathname + url.search,
      headers: { ...headers, host: url.host },
      createConnection: () => socket,
      maxHeaderSize: LARGEST_HEADERS,
    });
    asked.on("error", (error) => {
      // Anything that a server writes after a complete answer is ignored.
      if (response?.complete !== true) reject(error);
    });
    asked.once("upgrade", () => {
      reject(new NetworkError({ code: "badResponse" }));
    });
    asked.once("response", (begun) => {
      response = begun;
      const receivedAt = Date.now();
      const answered = performance.now();
      timings.headers = answered - start;
      readLimited(begun).then((text) => {
        timings.body = performance.now() - answered;
        resolve({ status: begun.statusCode ?? 0, ...readable(begun.headersDistinct), body: text, receivedAt });
      }, reject);
    });
    // With a string as body, Node would write the headers as UTF-8; they are Latin-1.
    asked.end(body === undefined ? undefined : Buffer.from(body));
  });
}

/** A server may choose any header name, even `__proto__`. Node's object of headers has no prototype. */
function readable(headers: NodeJS.Dict<string[]>): Pick<HttpAnswer, "header" | "headerNames"> {
  return {
    // Each authentication scheme may be in a header of its own.
    header: (name) => (name === "www-authenticate" ? headers[name]?.join(", ") : headers[name]?.[0]),
    headerNames: Object.keys(headers),
  };
}

/** The body as text. Stops reading as soon as it is too large. */
function readLimited(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const isTooLarge = (bytes: number): boolean => {
      if (bytes > LARGEST_ANSWER) reject(new NetworkError({ code: "tooLarge" }));
      return bytes > LARGEST_ANSWER;
    };
    response.on("error", reject);
    if (isTooLarge(Number(response.headers["content-length"] ?? 0))) return;
    response.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (isTooLarge(size)) response.pause();
      else chunks.push(chunk);
    });
    response.once("end", () => {
      resolve(Buffer.concat(chunks).toString("utf8"));
    });
  });
}
