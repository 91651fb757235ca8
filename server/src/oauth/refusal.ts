import { htmlTitle, type HttpAnswer, retryAfter } from "../network.ts";
import type { ErrorCode } from "../../../common/protocol/errors.ts";
import type { Redactor } from "../../../common/redaction.ts";
import { fail, type Facts, type Failed } from "./failures.ts";
import { oneLine } from "./failures/words.ts";
import { isObject, parseJson } from "./json.ts";

/**
 * Why Argus, or what stands before it, did not answer with 2xx.
 *
 * @param about what is known of the call itself
 */
export function refusal(answer: HttpAnswer, about: Facts, url: URL, redactor: Redactor): Failed {
  const { status } = answer;
  if (status >= 300 && status < 400) {
    return fail("redirected", { ...about, status, redirect: redirectOf(answer.header("location"), url, redactor) });
  }
  const told = serverWords(answer);
  // In this order: what is cut first could leave the half of a secret.
  const clean = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : oneLine(redactor.redact(text));
  return fail(codeOf(status, told.oauthError), {
    ...about,
    status,
    oauthError: told.oauthError,
    says: clean(told.text),
    template: told.template,
    field: clean(told.field),
    page: clean(told.page),
    retryAfterMs: retryAfter(answer),
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

interface Words {
  text?: string | undefined;
  /** The messages without what was put into them. */
  template?: string;
  field?: string;
  page?: string;
  oauthError?: string;
}

/**
 * The error in one of its forms: OAuth (RFC 6749 §5.2), Argus' envelope, an HTML page, or the challenge in a header
 * (RFC 6750 §3).
 */
function serverWords(answer: HttpAnswer): Words {
  const json = parseJson(answer.body);
  const challenge = challengeWords(answer.header("www-authenticate"));
  if (!isObject(json)) return isPage(answer.body) ? { page: htmlTitle(answer.body) ?? "" } : challenge;
  const { error, error_description: description, messages } = json;
  if (typeof error === "string") {
    return { oauthError: error, text: typeof description === "string" && description !== "" ? description : error };
  }
  if (!Array.isArray(messages)) return challenge;
  const told = (messages as unknown[]).filter(isObject);
  const field = told.map((message) => message["field"]).find(isText);
  return {
    ...challenge,
    text: told.map(messageText).filter(isText).join("; "),
    template: told
      .map((message) => message["messageTemplate"])
      .filter(isText)
      .join("; "),
    ...(field === undefined ? {} : { field }),
  };
}

function challengeWords(header: string | undefined): Words {
  const error = /\berror="([^"]*)"/i.exec(header ?? "")?.[1];
  if (error === undefined) return {};
  return { oauthError: error, text: /\berror_description="([^"]*)"/i.exec(header ?? "")?.[1] ?? error };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** A FIELD_ERROR names its field. */
function messageText({ field, message }: Record<string, unknown>): string | undefined {
  if (!isText(message)) return undefined;
  return isText(field) ? `${field}: ${message}` : message;
}

/** Is the text a web page (or anything else of that family), and no JSON? */
export function isPage(body: string): boolean {
  return body.trimStart().startsWith("<");
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
