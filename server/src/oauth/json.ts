import type { Claims } from "../../../common/protocol/requests.ts";
import type { HttpAnswer } from "../network/types.ts";

/**
 * The value, or `undefined` if the text is not JSON or is nested too deeply to be passed on. The parser's error is
 * dropped because it quotes the text. A byte order mark may come first (RFC 8259 §8.1).
 */
export function parseJson(text: string): unknown {
  try {
    const value = JSON.parse(text.replace(/^\ufeff/, "")) as unknown;
    JSON.stringify(value);
    return value;
  } catch {
    return undefined;
  }
}

const parsed = new WeakMap<HttpAnswer, { json: unknown }>();

/** The JSON of an answer's body. It is parsed once: whether to try again and what it says are decided separately. */
export function jsonOf(answer: HttpAnswer): unknown {
  const known = parsed.get(answer) ?? { json: parseJson(answer.body) };
  parsed.set(answer, known);
  return known.json;
}

export function isObject(value: unknown): value is Claims {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
