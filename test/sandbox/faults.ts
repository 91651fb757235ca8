import type { ServerResponse } from "node:http";
import { actionError, emptyAnswer, htmlPage, json, oauthError, type Answer } from "./answers.ts";

/** How a call goes wrong, whatever its answer would have been. */
export type Fault =
  /** An error of this status, in one of the bodies Argus and its proxies have (the envelope, unless told). */
  | {
      kind: "status";
      status: number;
      body?: "oauth" | "envelope" | "html" | "empty";
      message?: string;
      headers?: Record<string, string>;
    }
  /** The first half of the JSON, as if it were all. */
  | { kind: "truncatedJson" }
  /** Half of what `Content-Length` promises, then the end of the connection. */
  | { kind: "truncatedBody" }
  /** Takes the call and never answers. */
  | { kind: "silent" }
  /** The headers, the first byte, and nothing more. */
  | { kind: "slowBody" }
  /** A body of 10 MiB, in chunks if it is not announced. */
  | { kind: "huge"; announced: boolean }
  /** To another place: 307 unless told. */
  | { kind: "redirect"; location: string; status?: number }
  /** The connection is reset before any header. */
  | { kind: "reset" }
  /** The connection ends after the headers and the first byte of a chunked body. */
  | { kind: "resetAfterHeaders" }
  /** A page where JSON should be: a captive portal. */
  | { kind: "html200" }
  | { kind: "json200"; value: unknown }
  /** The right answer under another content type, and in other bytes if `encoding` says so. */
  | { kind: "contentType"; contentType: string; encoding?: "latin1" | "utf16le" };

/** An answer's way out. */
export interface Wire {
  response: ServerResponse;
  /** Ends the connection early, on the server's account. */
  hangUp: () => void;
  /** Resets it. */
  reset: () => void;
}

/** Sends an answer as it is. */
export function send({ status, headers, body }: Answer, response: ServerResponse, encoding?: BufferEncoding): void {
  const bytes = Buffer.from(body, encoding);
  response.writeHead(status, { ...headers, "Content-Length": bytes.length }).end(bytes);
}

const HUGE_BYTES = 10 * 1024 * 1024;

/** Lets an answer go out the way a fault has it. */
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
    case "contentType":
      send(
        { ...answer, headers: { ...answer.headers, "Content-Type": fault.contentType } },
        response,
        fault.encoding ?? "utf8",
      );
      break;
  }
}

function statusAnswer({ status, body = "envelope", message, headers }: Fault & { kind: "status" }): Answer {
  const text = message ?? `The sandbox was told to answer ${status}`;
  const bodies = {
    oauth: () => oauthError(status, OAUTH_ERRORS[status] ?? "invalid_request", text),
    envelope: () => actionError(status, text),
    html: () => htmlPage(status, text),
    empty: () => emptyAnswer(status),
  };
  const answer = bodies[body]();
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** @see RFC 6749 §5.2 and §4.1.2.1 */
const OAUTH_ERRORS: Record<number, string> = {
  401: "invalid_client",
  403: "access_denied",
  500: "server_error",
  503: "temporarily_unavailable",
};
