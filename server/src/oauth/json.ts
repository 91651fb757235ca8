import type { Claims } from "../protocol.ts";

/** The value, or `undefined` where the text is no JSON. The parser's own error quotes the text, so it stays here. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Claims {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
