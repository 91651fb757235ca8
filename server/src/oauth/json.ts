import type { Claims } from "../../../common/protocol/requests.ts";

/**
 * The value, or `undefined` where the text is no JSON, or is nested so deeply that nobody could pass it on. The parser's
 * own error quotes the text, so it stays here.
 */
export function parseJson(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    JSON.stringify(value);
    return value;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Claims {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
