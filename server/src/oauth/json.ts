import { parseJson } from "../../../common/json.ts";
import type { Claims } from "../../../common/protocol/requests.ts";
import type { HttpAnswer } from "../network/types.ts";

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
