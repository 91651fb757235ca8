import { isIP, SocketAddress } from "node:net";
import type { IncomingMessage } from "node:http";
import { parseForm, type Form } from "./form.ts";

/** A complete request as it arrived. */
export interface Call {
  method: string;
  path: string;
  /** Whether the request target has a `?`. What follows may be secret, so it is not kept. */
  hasQuery: boolean;
  /** Lower-case name → all values sent under it. */
  headers: Readonly<Record<string, string[] | undefined>>;
  body: string;
  /** The body's fields; none if it is not a form. */
  form: Form;
  remoteAddress: string;
}

const FORM_TYPE = /^application\/x-www-form-urlencoded(; ?charset=utf-8)?$/i;

/** Reads a request with its body. Rejects if the client disconnects before that is complete. */
export async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString("utf8");
  const [path = "", query] = (request.url ?? "").split("?", 2);
  const headers = request.headersDistinct;
  const isForm = FORM_TYPE.test(headers["content-type"]?.[0] ?? "");
  return {
    method: request.method ?? "",
    path,
    hasQuery: query !== undefined,
    headers,
    body,
    form: isForm ? parseForm(body) : { fields: new Map(), problems: [] },
    remoteAddress: request.socket.remoteAddress ?? "",
  };
}

/** The header's first value. `name` is lower-case. */
export const header = (call: Call, name: string): string | undefined => call.headers[name]?.[0];

export const hasFormType = (call: Call): boolean => FORM_TYPE.test(header(call, "content-type") ?? "");

/** The token of `Authorization: Bearer <token>`. @see RFC 6750 §2.1 */
export const bearerToken = (call: Call): string | undefined =>
  /^Bearer (\S+)$/i.exec(header(call, "authorization") ?? "")?.[1];

/** An IP address in one spelling (`::ffff:10.0.0.1` is `10.0.0.1`), or `undefined` for anything else. */
export function ipAddress(text: string): string | undefined {
  const plain = text.replace(/^::ffff:(?=\d+\.)/i, "");
  const family = isIP(plain);
  if (family === 0 || plain.includes("%")) return undefined;
  return family === 4 ? plain : new SocketAddress({ address: plain, family: "ipv6" }).address;
}

/** The user's address: from `X-Forwarded-For`, else that of the connection. */
export const originOf = (call: Call): string =>
  ipAddress(header(call, "x-forwarded-for") ?? "") ?? ipAddress(call.remoteAddress) ?? call.remoteAddress;

/** The server's origin as the caller names it: `scheme` is `http:` or `https:`. */
export const serverOrigin = (call: Call, scheme: string): string => `${scheme}//${header(call, "host") ?? ""}`;
