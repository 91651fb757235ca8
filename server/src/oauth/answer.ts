import * as v from "valibot";
import { htmlTitle, isHtml } from "../network/page.ts";
import type { HttpAnswer } from "../network/types.ts";
import type { Claims } from "../../../common/protocol/requests.ts";
import { describeIssue } from "../../../common/schema.ts";
import type { Redactor } from "../../../common/redaction.ts";
import { fail, type FailureResult } from "./failures.ts";
import type { Facts } from "./failures/row.ts";
import type { Flaw } from "./failures/row.ts";
import { shortLine } from "./failures/words.ts";
import { isObject, jsonOf } from "./json.ts";
import { openAnswer } from "./refusal.ts";

export type CheckedAnswer<T> = { ok: true; fields: T; claims: Claims } | FailureResult;

/**
 * A 2xx answer's JSON object with its fields checked by name. Errors quote nothing of the answer's content except a web
 * page's title.
 *
 * @param about facts about the call itself
 *
 * Errors: `badResponse`.
 */
export function checkAnswer<S extends v.GenericSchema>(
  answer: HttpAnswer,
  schema: S,
  about: Facts,
  redactor: Redactor,
): CheckedAnswer<v.InferOutput<S>> {
  const bad = (flaw: Flaw): FailureResult => {
    const page = flaw.kind === "page" ? shortLine(redactor.redact(htmlTitle(answer.body) ?? "")) : undefined;
    return fail("badResponse", { ...about, flaw, page, status: answer.status });
  };
  // Headers and pages may repeat parts of the request.
  const header = (name: string): string => redactor.redact(answer.header(name) ?? "");
  const json = jsonOf(answer);
  const charset = wrongCharset(answer, header("content-type"));
  if (charset !== undefined) return bad({ kind: "charset", ...charset });
  if (json === undefined) return bad(notJson(answer.body, header));
  const opened = openAnswer(answer, about, redactor);
  if (!opened.ok) return opened;
  if (!isObject(opened.json)) return bad(withoutData(json));
  const checked = v.safeParse(schema, opened.json, { abortEarly: true });
  if (!checked.success) return bad({ kind: "field", detail: describeIssue(checked.issues[0]) });
  return { ok: true, fields: checked.output, claims: opened.json };
}

/** An answer that is not an object, or an envelope without one in it. */
function withoutData(json: unknown): Flaw {
  const checked = v.safeParse(v.object({ data: v.looseObject({}) }), json);
  return isObject(json) && !checked.success
    ? { kind: "field", detail: describeIssue(checked.issues[0]) }
    : { kind: "notObject" };
}

/** The encoding of a text that is not UTF-8, recognized by what its bytes turned into. */
function wrongCharset(answer: HttpAnswer, contentType: string): { detail?: string } | undefined {
  const { body } = answer;
  // ASCII in UTF-16 has a zero byte at every other position.
  if (/^\ufffd{0,2}(?:\0[\t\n\r -~]|[\t\n\r -~]\0)/.test(body)) return { detail: "UTF-16" };
  if (!/^\s*[[{]/.test(body) || !body.includes("\ufffd")) return undefined;
  const declared = /charset\s*=\s*"?([\w-]{1,40})/i.exec(contentType)?.[1];
  if (declared !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(declared)) return { detail: declared };
  // Each byte that was not UTF-8 turned into three; a server may also send U+FFFD itself.
  const sent = Number(answer.header("content-length") ?? NaN);
  return Buffer.byteLength(body) > sent ? {} : undefined;
}

function notJson(text: string, header: (name: string) => string): Flaw {
  const body = text.trimStart();
  const encoding = header("content-encoding").trim().toLowerCase();
  if (body === "") return { kind: "empty" };
  if (/^(?:gzip|x-gzip|deflate|br|zstd|compress)\b/.test(encoding))
    return { kind: "compressed", detail: encoding.slice(0, 20) };
  // What the first bytes of gzip turn into (RFC 1952 §2.3.1).
  if (body.startsWith("\x1f\ufffd")) return { kind: "compressed", detail: "gzip" };
  if (isHtml(body)) return { kind: "page" };
  if (body.startsWith("{")) return { kind: "cutOff" };
  const type = /^[a-z]{1,20}\/[\w.+-]{1,40}/i.exec(header("content-type"))?.[0].toLowerCase();
  return type === undefined || type.endsWith("json") ? { kind: "notJson" } : { kind: "notJson", detail: type };
}

/** Argus documents missing fields as `null`, which strict schemas reject. */
export const optionalField = <T extends v.GenericSchema>(schema: T) => v.nullish(schema);
