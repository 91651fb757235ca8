import type { HttpAnswer } from "../network/types.ts";
import { retryAfter } from "../network/retryAfter.ts";
import type { ErrorCode } from "../../../common/protocol/errors.ts";
import type { Redactor } from "../../../common/redaction.ts";
import { fail, type FailureResult } from "./failures.ts";
import type { CallName, Facts } from "./failures/row.ts";
import { shortLine } from "./failures/words.ts";
import { isObject, jsonOf } from "./json.ts";
import { fieldsOf, type Reason, reasonIn, reasonInJson } from "./reason.ts";

/**
 * Why Argus, or a gateway in front of it, did not answer with 2xx.
 *
 * @param about facts about the call itself
 */
export function refusal(answer: HttpAnswer, about: Facts, url: URL, redactor: Redactor): FailureResult {
  const { status } = answer;
  if (status >= 300 && status < 400 && status !== 304) {
    return fail("redirected", { ...about, status, redirect: redirectOf(answer.header("location"), url, redactor) });
  }
  return refused(reasonIn(answer), { ...about, status, retryAfterMs: retryAfter(answer) }, redactor);
}

/** The content of a successful answer, or the refusal that it contains. */
export type OpenedAnswer = { ok: true; json: unknown } | FailureResult;

/**
 * The content of a 2xx answer's JSON.
 *
 * @param about facts about the call itself
 */
export function openAnswer(answer: HttpAnswer, about: Facts, redactor: Redactor): OpenedAnswer {
  const opened = opening(jsonOf(answer), about.call);
  if (!("reason" in opened)) return { ok: true, json: opened.content };
  const { reason, status } = opened;
  return refused(reason, { ...about, status, outerStatus: answer.status, retryAfterMs: retryAfter(answer) }, redactor);
}

/** The HTTP status of an answer, or that of the refusal in a 2xx one: retries treat both alike. */
export function meantStatus(answer: HttpAnswer, call: CallName): number {
  const { status } = answer;
  if (!isSuccessful(status)) return status;
  const opened = opening(jsonOf(answer), call);
  return "reason" in opened ? opened.status : status;
}

export function isSuccessful(status: number): boolean {
  return status >= 200 && status < 300;
}

/**
 * A 2xx answer can be a refusal: Argus' envelope has its own `responseCode`, OAuth an `error`. An envelope of success
 * contains the answer as its `data`.
 */
function opening(json: unknown, call: CallName | undefined): { content: unknown } | { reason: Reason; status: number } {
  const expected = expectedField(call);
  if (!isObject(json) || (expected !== undefined && expected in json && json[expected] !== null))
    return { content: json };
  const fields = fieldsOf(json);
  const data = fields.get("data");
  const isEnvelope = fields.has("responsecode") || (Array.isArray(fields.get("messages")) && fields.has("data"));
  const reason = reasonInJson(json);
  const isSuccess = reason.status === undefined && !hasError(fields);
  if (isEnvelope && isSuccess && isObject(data)) return opening(data, call);
  const isRefused = reason.status !== undefined || hasError(fields) || (isEnvelope && reason.text !== undefined);
  if (!isRefused) return { content: isEnvelope ? data : json };
  return { reason, status: reason.status ?? statusOf(reason, fields.get("error")) };
}

/** A field that no refusal has. Userinfo without claims is an empty object. */
function expectedField(call: CallName | undefined): string | undefined {
  return call === "token" ? "access_token" : call === "introspection" ? "active" : undefined;
}

function hasError(fields: ReadonlyMap<string, unknown>): boolean {
  const [error, errors, success, status] = ["error", "errors", "success", "status"].map((name) => fields.get(name));
  const isFilled = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));
  return (
    isFilled(error) ||
    (Array.isArray(errors) && isFilled(errors)) ||
    String(success) === "false" ||
    (typeof status === "string" && /^(?:error|fail(?:ed|ure)?)$/i.test(status))
  );
}

/** The usual status of an error. @see RFC 6749 §5.2, RFC 6750 §3.1 */
function statusOf({ oauthError = "" }: Reason, error: unknown): number {
  const name = `${oauthError} ${typeof error === "string" ? error : ""}`;
  if (/invalid_client|invalid_token|unauthori[sz]ed(?!_client)/i.test(name)) return 401;
  if (/insufficient_scope|access_denied|forbidden/i.test(name)) return 403;
  if (/server_error/i.test(name)) return 500;
  if (/temporarily_unavailable/i.test(name)) return 503;
  return 400;
}

function refused(reason: Reason, about: Facts, redactor: Redactor): FailureResult {
  // Redact first: cutting first could leave half a secret.
  const clean = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : shortLine(redactor.redact(text));
  return fail(codeOf(about.status ?? 0, reason.oauthError), {
    ...about,
    oauthError: reason.oauthError,
    says: clean(reason.text),
    template: reason.template,
    field: clean(reason.field),
    page: clean(reason.page),
  });
}

function codeOf(status: number, oauthError: string | undefined): ErrorCode {
  // RFC 6749 §5.2 allows status 400 for a wrong client.
  if (status === 400 && oauthError === "invalid_client") return "unauthorized";
  if (status >= 500) return "unavailable";
  switch (status) {
    case 401:
      return "unauthorized";
    case 403:
      return "forbidden";
    case 404:
      return "notFound";
    case 407:
      return "proxy";
    case 408:
      return "unavailable";
    case 429:
      return "rateLimited";
    default:
      return "rejected";
  }
}

/** Only the origin, redacted: a server may repeat parts of the request. */
function redirectOf(location: string | undefined, from: URL, redactor: Redactor): NonNullable<Facts["redirect"]> {
  if (location === undefined) return { kind: "unknown" };
  try {
    const { origin, hostname, protocol } = new URL(location, from);
    if (origin === from.origin) return { kind: "samePlace" };
    if (protocol !== "https:" && protocol !== "http:") return { kind: "unknown" };
    return { kind: hostname === from.hostname ? "sameHost" : "elsewhere", origin: redactor.redact(origin) };
  } catch {
    return { kind: "unknown" };
  }
}
