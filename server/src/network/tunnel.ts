import { request } from "node:http";
import type { Socket } from "node:net";
import { Redactor } from "../../../common/redaction.ts";
import { errorCode, NetworkError } from "./failure.ts";
import { htmlTitle, oneLine } from "./page.ts";
import type { Proxy } from "./proxy.ts";

/** How much of a refusing proxy's page to read for its title, in bytes and ms. */
const PAGE = { bytes: 16_384, ms: 500 };

/** In UTF-16 units. */
const LONGEST_TITLE = 100;

/**
 * Asks a proxy, over a connection to it, for a tunnel.
 *
 * Errors: `proxy`, with the status of its answer if there was one. To cancel, destroy the socket.
 *
 * @param authority host and port of the server
 * @see RFC 9110 §9.3.6
 */
export function openTunnel(socket: Socket, authority: string, proxy: Proxy): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (facts: { reason?: string; status?: number; title?: string; schemes?: string[] }): void => {
      const { reason, ...answer } = facts;
      const failure = { code: "proxy", proxy: { host: proxy.host, ...answer } } as const;
      reject(new NetworkError(reason === undefined ? failure : { ...failure, reason }));
    };
    const asked = request({
      method: "CONNECT",
      path: authority,
      headers: {
        host: authority,
        connection: "keep-alive",
        ...(proxy.authorization === undefined ? {} : { "proxy-authorization": proxy.authorization }),
      },
      createConnection: () => socket,
    });
    asked.once("error", (error) => {
      fail({ reason: errorCode(error) ?? "ECONNRESET" });
    });
    // Whatever the status, Node treats the answer to CONNECT as the end of HTTP on this socket.
    asked.once("connect", ({ statusCode: status = 0, headers }, _socket, head) => {
      if (status >= 200 && status < 300) {
        if (head.length > 0) socket.unshift(head);
        resolve();
        return;
      }
      void readTitle(socket, head, Number(headers["content-length"])).then((title) => {
        // A page may repeat the login.
        const clean = oneLine(new Redactor(...proxy.secrets).redact(title ?? "")).slice(0, LONGEST_TITLE);
        const schemes = status === 407 ? schemesIn(headers["proxy-authenticate"]) : [];
        fail({ status, ...(clean === "" ? {} : { title: clean }), ...(schemes.length === 0 ? {} : { schemes }) });
      });
    });
    asked.end();
  });
}

/** Registered authentication schemes; any other text in the header is untrusted. */
const SCHEMES = ["Basic", "Digest", "NTLM", "Negotiate", "Kerberos", "Bearer"];

/** @see RFC 9110 §11.6.1 */
function schemesIn(challenges: string | string[] | undefined): string[] {
  const text = [challenges ?? []]
    .flat()
    .join(", ")
    .replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return SCHEMES.filter((scheme) => new RegExp(`(?:^|,)\\s*${scheme}(?=\\s|,|$)`, "i").test(text));
}

/** The socket cannot be used afterwards. */
async function readTitle(socket: Socket, head: Buffer, announced: number): Promise<string | undefined> {
  const limit = setTimeout(() => socket.destroy(), PAGE.ms);
  const chunks: Uint8Array[] = [head];
  let size = head.length;
  const title = (): string | undefined => htmlTitle(Buffer.concat(chunks).toString("utf8"));
  const isEnough = (): boolean => size >= announced || size >= PAGE.bytes || title() !== undefined;
  try {
    if (!isEnough()) {
      for await (const chunk of socket as AsyncIterable<Uint8Array>) {
        chunks.push(chunk);
        size += chunk.byteLength;
        if (isEnough()) break;
      }
    }
  } catch {
    // Uses what has arrived so far.
  }
  clearTimeout(limit);
  return title();
}
