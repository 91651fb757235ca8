import type { HttpRequest } from "../network/types.ts";

/** Every call asks for JSON; without `accept-encoding` the answer is not compressed. */
export const COMMON_HEADERS = { accept: "application/json", "user-agent": "argus-tokens" };

/** A form post, the only way OAuth sends parameters (RFC 6749 appendix B). */
export function formPost(
  url: URL,
  fields: Record<string, string> | [name: string, value: string][],
  headers: Record<string, string>,
): HttpRequest {
  return {
    method: "POST",
    url,
    headers: { ...COMMON_HEADERS, "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields).toString(),
  };
}
