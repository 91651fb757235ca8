import { type HttpAnswer, retryAfter } from "../network.ts";
import type { ErrorCode } from "../../../common/protocol/errors.ts";
import type { Claims } from "../../../common/protocol/requests.ts";
import type { Redactor } from "../../../common/redaction.ts";
import { fail, type Facts, type FailureResult } from "./failures.ts";
import { oneLine } from "./failures/words.ts";
import { isObject } from "./json.ts";
import { type Reason, reasonIn, reasonInJson } from "./reason.ts";

/**
 * Why Argus, or what stands before it, did not answer with 2xx.
 *
 * @param about what is known of the call itself
 */
export function refusal(answer: HttpAnswer, about: Facts, url: URL, redactor: Redactor): FailureResult {
  const { status } = answer;
  if (status >= 300 && status < 400) {
    return fail("redirected", { ...about, status, redirect: redirectOf(answer.header("location"), url, redactor) });
  }
  return refused(reasonIn(answer), { ...about, status, retryAfterMs: retryAfter(answer) }, redactor);
}

/** The answer of an enclosed success, or the refusal that an answer of success is in truth. */
export type OpenedAnswer = { ok: true; json: unknown } | FailureResult;

/**
 * An answer of 2xx can be a refusal: Argus' envelope has a `responseCode` of its own, OAuth an `error`. An envelope of
 * success encloses the answer as its `data`.
 *
 * @param expected the field that an answer of success has
 */
export function openAnswer(
  json: unknown,
  answer: HttpAnswer,
  expected: string | undefined,
  about: Facts,
  redactor: Redactor,
): OpenedAnswer {
  if (!isObject(json) || (expected !== undefined && expected in json && json[expected] !== null))
    return { ok: true, json };
  const { responseCode, data } = json;
  const isEnvelope = responseCode !== undefined || (Array.isArray(json["messages"]) && "data" in json);
  const reason = reasonInJson(json);
  const isSuccess = reason.status === undefined && !hasError(json);
  if (isEnvelope && isSuccess && isObject(data)) return { ok: true, json: data };
  const isRefused = reason.status !== undefined || hasError(json) || (isEnvelope && reason.text !== undefined);
  if (!isRefused) return { ok: true, json: isEnvelope ? data : json };
  const status = reason.status ?? statusOf(reason, json);
  return refused(reason, { ...about, status, outerStatus: answer.status, retryAfterMs: retryAfter(answer) }, redactor);
}

function hasError({ error }: Claims): boolean {
  return (typeof error === "string" && error !== "") || isObject(error);
}

/** What an error is usually answered with. @see RFC 6749 §5.2, RFC 6750 §3.1 */
function statusOf({ oauthError = "" }: Reason, { error }: Claims): number {
  const name = `${oauthError} ${typeof error === "string" ? error : ""}`;
  if (/invalid_client|invalid_token|unauthori[sz]ed(?!_client)/i.test(name)) return 401;
  if (/insufficient_scope|access_denied|forbidden/i.test(name)) return 403;
  if (/server_error/i.test(name)) return 500;
  if (/temporarily_unavailable/i.test(name)) return 503;
  return 400;
}

function refused(reason: Reason, about: Facts, redactor: Redactor): FailureResult {
  // In this order: what is cut first could leave the half of a secret.
  const clean = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : oneLine(redactor.redact(text));
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
  // RFC 6749 §5.2 lets a server answer a wrong client with 400.
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

/** The origin alone, and clean: a server can reflect what it was sent. */
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
