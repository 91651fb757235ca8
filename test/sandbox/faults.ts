import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { actionError, emptyAnswer, htmlPage, json, oauthError, type Answer } from "./answers.ts";

/** How a call fails, whatever its answer would have been. */
export type Fault =
  /** An error with this status, in one of the bodies of Argus and its proxies (by default the envelope). */
  | {
      kind: "status";
      status: number;
      body?: "oauth" | "envelope" | "html" | "empty";
      message?: string;
      headers?: Record<string, string>;
      /** `Retry-After`: seconds, or a point in time as an HTTP date. @see RFC 9110 §10.2.3 */
      retryAfter?: number | Date;
    }
  /** The first half of the JSON, as if it were all. */
  | { kind: "truncatedJson" }
  /** Half of what `Content-Length` promises, then the end of the connection. */
  | { kind: "truncatedBody" }
  /** Takes the call and never answers. */
  | { kind: "silent" }
  /** The right answer after so many milliseconds. */
  | { kind: "late"; ms: number }
  /** The status line, half a header, and nothing more. */
  | { kind: "slowHeaders" }
  /** The headers, the first byte, and nothing more. */
  | { kind: "slowBody" }
  /** A body of 10 MiB, in chunks if it is not announced. */
  | { kind: "huge"; announced: boolean }
  /** A redirect, with 307 by default. */
  | { kind: "redirect"; location: string; status?: number }
  /** The connection is reset before any header. */
  | { kind: "reset" }
  /** The connection ends after the headers and the first byte of a chunked body. */
  | { kind: "resetAfterHeaders" }
  /** A page where JSON should be: a captive portal. */
  | { kind: "html200" }
  | { kind: "json200"; value: unknown }
  /** The right answer, or `body`, under another content type, and in other bytes if `encoding` says so. */
  | { kind: "contentType"; contentType: string; encoding?: "latin1" | "utf16le"; body?: string }
  /** The right answer, compressed although that was not requested. */
  | { kind: "gzip" }
  /** The right answer, one byte a chunk. */
  | { kind: "chunked" }
  /** The right answer with another `Date`, or with none. */
  | { kind: "date"; value: string | undefined }
  /** An answer that is given in full. */
  | { kind: "answer"; status: number; headers?: Record<string, string>; body: string | Uint8Array }
  /** Any bytes, HTTP or not, then the end of the connection. */
  | { kind: "bytes"; bytes: string | Uint8Array };

/** How an answer is sent. */
export interface Wire {
  response: ServerResponse;
  /** Closes the connection early, which is recorded as the server's doing. */
  hangUp: () => void;
  /** Resets the connection. */
  reset: () => void;
}

/** Sends an answer without a fault. */
export function send({ status, headers, body }: Answer, response: ServerResponse): void {
  sendBytes(status, headers, Buffer.from(body), response);
}

function sendBytes(status: number, headers: Answer["headers"], body: Uint8Array, response: ServerResponse): void {
  response.writeHead(status, { ...headers, "Content-Length": body.length }).end(body);
}

const HUGE_BYTES = 10 * 1024 * 1024;

/** Sends an answer with a fault. */
export function sendFaulty(fault: Fault, answer: Answer, { response, hangUp, reset }: Wire): void {
  const half = answer.body.slice(0, Math.ceil(answer.body.length / 2));
  switch (fault.kind) {
    case "status":
      send(statusAnswer(fault), response);
      break;
    case "truncatedJson":
      send({ ...answer, body: half }, response);
      break;
    case "truncatedBody":
      response.writeHead(answer.status, { ...answer.headers, "Content-Length": Buffer.byteLength(answer.body) });
      response.write(half, hangUp);
      break;
    case "silent":
      break;
    case "late":
      setTimeout(() => {
        if (!response.destroyed) send(answer, response);
      }, fault.ms).unref();
      break;
    case "slowHeaders":
      response.socket?.write("HTTP/1.1 200 OK\r\nContent-Ty");
      break;
    case "slowBody":
      response.writeHead(answer.status, answer.headers).write(answer.body.slice(0, 1));
      break;
    case "huge": {
      const body = Buffer.alloc(HUGE_BYTES, "a");
      const length = fault.announced ? { "Content-Length": body.length } : { "Transfer-Encoding": "chunked" };
      response.writeHead(200, { ...answer.headers, ...length }).end(body);
      break;
    }
    case "redirect":
      send({ ...emptyAnswer(fault.status ?? 307), headers: { Location: fault.location } }, response);
      break;
    case "reset":
      reset();
      break;
    case "resetAfterHeaders":
      response.writeHead(answer.status, { ...answer.headers, "Transfer-Encoding": "chunked" });
      response.write(answer.body.slice(0, 1), hangUp);
      break;
    case "html200":
      send(htmlPage(200, "Sign in to the network"), response);
      break;
    case "json200":
      send(json(200, fault.value), response);
      break;
    case "contentType": {
      const headers = { ...answer.headers, "Content-Type": fault.contentType };
      sendBytes(answer.status, headers, Buffer.from(fault.body ?? answer.body, fault.encoding), response);
      break;
    }
    case "gzip":
      sendBytes(answer.status, { ...answer.headers, "Content-Encoding": "gzip" }, gzipSync(answer.body), response);
      break;
    case "chunked":
      response.writeHead(answer.status, { ...answer.headers, "Transfer-Encoding": "chunked" });
      for (const byte of Buffer.from(answer.body)) response.write(Buffer.of(byte));
      response.end();
      break;
    case "date":
      response.sendDate = false;
      response.removeHeader("Date");
      send({ ...answer, headers: { ...answer.headers, ...(fault.value && { Date: fault.value }) } }, response);
      break;
    case "answer":
      sendBytes(fault.status, fault.headers ?? {}, Buffer.from(fault.body), response);
      break;
    case "bytes":
      response.socket?.write(fault.bytes, hangUp);
      break;
  }
}

function statusAnswer({ status, body = "envelope", message, headers, retryAfter }: Fault & { kind: "status" }): Answer {
  const text = message ?? `The sandbox was told to answer ${status}`;
  const bodies = {
    oauth: () => oauthError(status, OAUTH_ERRORS[status] ?? "invalid_request", text),
    envelope: () => actionError(status, text),
    html: () => htmlPage(status, text),
    empty: () => emptyAnswer(status),
  };
  const answer = bodies[body]();
  const after = retryAfter instanceof Date ? retryAfter.toUTCString() : retryAfter?.toString();
  return { ...answer, headers: { ...answer.headers, ...(after && { "Retry-After": after }), ...headers } };
}

/** @see RFC 6749 §5.2 and §4.1.2.1 */
const OAUTH_ERRORS: Record<number, string> = {
  401: "invalid_client",
  403: "access_denied",
  500: "server_error",
  503: "temporarily_unavailable",
};
