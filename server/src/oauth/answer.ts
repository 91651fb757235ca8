import * as v from "valibot";
import type { HttpAnswer } from "../network.ts";
import { type Claims, describeIssue } from "../protocol.ts";
import type { Call } from "./call.ts";
import { type Failure, fail } from "./failures.ts";
import { isObject, parseJson } from "./json.ts";
import { Redactor } from "../redaction.ts";
import { htmlTitle } from "./refusal.ts";

export type Checked<T> = { ok: true; fields: T; claims: Claims } | { ok: false; error: Failure };

/**
 * A 2xx answer's JSON object with its fields checked by name. Nothing of the answer's content is told but a web
 * page's title.
 *
 * Errors: `badResponse`.
 */
export function checkAnswer<S extends v.GenericSchema>(
  answer: HttpAnswer,
  schema: S,
  call: Call,
): Checked<v.InferOutput<S>> {
  const bad = (problem: string): { ok: false; error: Failure } => ({
    ok: false,
    error: fail("badResponse", { host: call.request.url.host, call: call.name, problem, status: answer.status }),
  });
  const json = parseJson(answer.body);
  if (json === undefined) return bad(notJson(answer, call));
  if (!isObject(json)) return bad("it is JSON, but not an object");
  const checked = v.safeParse(schema, json, { abortEarly: true });
  if (!checked.success) return bad(`its field ${describeIssue(checked.issues[0])}`);
  return { ok: true, fields: checked.output, claims: json };
}

function notJson(answer: HttpAnswer, call: Call): string {
  const body = answer.body.trimStart();
  if (body === "") return "it is empty";
  if (!body.startsWith("<")) return body.startsWith("{") ? "its JSON is cut off or broken" : "it is not JSON";
  // A page can reflect what it was sent.
  const title = new Redactor(...call.secrets).redact(htmlTitle(body) ?? "");
  return `it is a web page${title === "" ? "" : ` titled “${title.slice(0, 100)}”`}, not JSON`;
}

/** `null` where a field is absent: that is how Argus documents its answers, and strict schemas reject it. */
export const optionalField = <T extends v.GenericSchema>(schema: T) => v.nullish(schema);
