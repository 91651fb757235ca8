import { type HttpAnswer, retryAfter } from "../network.ts";
import type { ErrorCode } from "../protocol.ts";
import type { Redactor } from "../redaction.ts";
import { type CallName, type Failure, fail } from "./failures.ts";
import { isObject, parseJson } from "./json.ts";

/** What fits in a notification, in UTF-16 code units. */
const LONGEST_QUOTE = 300;

/** Why Argus, or what stands before it, did not answer with 2xx. */
export function refusal(answer: HttpAnswer, call: CallName, url: URL, redactor: Redactor): Failure {
  const { status } = answer;
  const facts = { host: url.host, call, status };
  if (status >= 300 && status < 400) {
    const problem = redactor.redact(redirectTarget(answer.header("location"), url));
    return fail("redirected", { ...facts, problem });
  }
  const words = serverWords(answer);
  const says = words.text === undefined ? undefined : oneLine(redactor.redact(words.text)).slice(0, LONGEST_QUOTE);
  const { oauthError } = words;
  return fail(codeOf(status, oauthError), { ...facts, says, oauthError, retryAfterMs: retryAfter(answer) });
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
  oauthError?: string;
}

/** The error in one of its three forms: OAuth (RFC 6749 §5.2), Argus' envelope, or an HTML page's title. */
function serverWords(answer: HttpAnswer): Words {
  const json = parseJson(answer.body);
  if (isObject(json)) {
    const { error, error_description: description, messages } = json;
    if (typeof error === "string") {
      return { oauthError: error, text: typeof description === "string" && description !== "" ? description : error };
    }
    if (Array.isArray(messages)) {
      return { text: (messages as unknown[]).map(messageText).filter(Boolean).join("; ") };
    }
    return {};
  }
  const title = htmlTitle(answer.body);
  return title === undefined ? {} : { text: `a web page answered, titled ${title}` };
}

/** A FIELD_ERROR names its field. */
function messageText(message: unknown): string | undefined {
  if (!isObject(message) || typeof message["message"] !== "string") return undefined;
  const { field, message: text } = message;
  return typeof field === "string" && field !== "" ? `${field}: ${text}` : text;
}

/** What a server says goes into a sentence, and perhaps into a terminal: no line breaks, no control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
}

/** A title is near the start; the search stops there, since the body is anybody's text. */
export function htmlTitle(body: string): string | undefined {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body.slice(0, 16_384))?.[1];
  return title === undefined ? undefined : oneLine(title);
}

/** The origin alone: a server can reflect in the rest what it was sent. */
function redirectTarget(location: string | undefined, from: URL): string {
  if (location === undefined) return "another place";
  try {
    const { origin } = new URL(location, from);
    if (origin === from.origin) return "another path there";
    return origin === "null" ? "another place" : origin;
  } catch {
    return "an invalid address";
  }
}
