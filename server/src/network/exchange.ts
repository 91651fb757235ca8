import type { CallTimings } from "../../../common/protocol/callRecord.ts";
import type { Connection } from "./connections.ts";
import { NetworkError } from "./failure.ts";
import type { HttpAnswer, HttpRequest } from "./types.ts";

/** Bytes. */
const LARGEST_ANSWER = 1024 * 1024;

/**
 * One request and its answer on a connection.
 *
 * Errors: `NetworkError` of the code `tooLarge`, else whatever undici throws.
 *
 * @param timings gets the parts as they end
 */
export async function exchange(
  { client, origin }: Connection,
  { url, method, headers, body }: HttpRequest,
  signal: AbortSignal,
  timings: Partial<CallTimings>,
): Promise<HttpAnswer> {
  const start = performance.now();
  const response = await client.request({
    origin,
    path: url.pathname + url.search,
    method,
    headers,
    body: body ?? null,
    signal,
  });
  const receivedAt = Date.now();
  const answered = performance.now();
  timings.headers = answered - start;
  const text = await readLimited(response.body, response.headers["content-length"]);
  timings.body = performance.now() - answered;
  return {
    status: response.statusCode,
    header: reader(response.headers),
    headerNames: Object.keys(response.headers),
    body: text,
    receivedAt,
  };
}

type Headers = Record<string, string | string[] | undefined>;

function reader(headers: Headers): HttpAnswer["header"] {
  return (name) => {
    // A server names its headers as it likes: `__proto__` is one too.
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
    if (typeof value !== "object") return value;
    // Each scheme of authentication can be a header of its own.
    return name === "www-authenticate" ? value.join(", ") : value[0];
  };
}

/** The body as text. As soon as it is known to be too large, the socket is closed. */
async function readLimited(
  body: AsyncIterable<Uint8Array> & { destroy(): unknown },
  declared: string | string[] | undefined,
): Promise<string> {
  if (Number(declared) > LARGEST_ANSWER) {
    discard(body);
    throw new NetworkError({ code: "tooLarge" });
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    // Leaving the loop destroys the stream.
    if (size > LARGEST_ANSWER) throw new NetworkError({ code: "tooLarge" });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function discard(body: { destroy(): unknown; on?(event: "error", listener: () => void): unknown }): void {
  // Destroying it before its end raises an abort error that nobody waits for.
  body.on?.("error", () => undefined);
  body.destroy();
}
