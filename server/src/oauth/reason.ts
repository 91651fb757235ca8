import { htmlTitle, isHtml } from "../network/page.ts";
import type { HttpAnswer } from "../network/types.ts";
import type { Claims } from "../../../common/protocol/requests.ts";
import { parseJson } from "../../../common/json.ts";
import { isObject } from "./json.ts";

/** Why a server refuses, in its own words, before redaction and shortening. */
export interface Reason {
  text?: string | undefined;
  /** The messages without the values inserted into them. */
  template?: string | undefined;
  /** The field of the request that it is about. */
  field?: string | undefined;
  /** @see RFC 6749 §5.2, RFC 6750 §3.1 */
  oauthError?: string | undefined;
  /** A status in the body itself. */
  status?: number | undefined;
  /** The title of a web page; empty if it has none. */
  page?: string | undefined;
}

/** In UTF-16 units. Longer plain text is a document, not a reason. */
const LONGEST_TEXT = 1000;
/** A title or a message is near the start, and anyone can write the rest of the body. */
const LONGEST_MARKUP = 16_384;

/**
 * The reason in any of its forms: Argus' envelope, OAuth (RFC 6749 §5.2), problem details (RFC 9457), other JSON, XML,
 * plain text, the challenge in a header (RFC 6750 §3), or the title of a web page.
 */
export function reasonIn(answer: HttpAnswer): Reason {
  const challenge = reasonInChallenge(answer.header("www-authenticate"));
  const body = answer.body.trim();
  const json = parseJson(body);
  const isPage = json === undefined && isHtml(body);
  if (isPage && challenge.text === undefined) return { page: htmlTitle(body) ?? "" };
  const found = json !== undefined ? reasonInJson(json) : isPage ? {} : reasonInText(body);
  const { text, oauthError } = found;
  const isWeak = text === undefined || (challenge.text !== undefined && (isStatusText(text) || text === oauthError));
  return isWeak ? { ...found, ...challenge } : { ...challenge, ...found };
}

/** The name of a status says no more than the status. */
function isStatusText(text: string): boolean {
  return /^(?:\d{3}\s*)?(?:bad request|unauthori[sz]ed|forbidden|not found|access denied|error)\.?$/i.test(text);
}

/** As in {@link fieldsOf}, the most informative first. */
const TEXT_FIELDS = [
  "errordescription",
  "detail",
  "message",
  "errormessage",
  "errormsg",
  "description",
  "reason",
  "msg",
  "messages",
  "errors",
  "faultstring",
  "title",
];

/** The fields of an object; servers write the same name as `error_description`, `errorDescription` or `Error-Description`. */
export function fieldsOf(json: Claims): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(json).map(([name, value]) => [name.toLowerCase().replace(/[-_]/g, ""), value]));
}

/** The reason in the JSON of a refusal. */
export function reasonInJson(json: unknown): Reason {
  if (typeof json === "string") return { text: textOf(json) };
  if (Array.isArray(json)) return reasonInList(json);
  if (!isObject(json)) return {};
  const fields = fieldsOf(json);
  const status = ["responsecode", "status", "statuscode", "code", "error"]
    .map((name) => statusIn(fields.get(name)))
    .find((each) => each !== undefined);
  const error = fields.get("error") ?? fields.get("fault");
  const inner = isObject(error) || Array.isArray(error) ? reasonInJson(error) : {};
  const detail = fields.get("detail");
  const listed =
    [fields.get("messages"), fields.get("errors"), fields.get("invalidparams"), isObject(detail) ? undefined : detail]
      .map((list) => reasonInList(asList(list)))
      .find(({ text }) => text !== undefined) ?? {};
  const [specific, ...others] = TEXT_FIELDS.map((name) => [name, textOf(fields.get(name))] as const).filter(
    ([, text]) => text !== undefined,
  );
  // Problem details: `title` names the kind of problem, `detail` describes this one.
  const title = specific?.[0] === "detail" ? others.find(([name]) => name === "title")?.[1] : undefined;
  const own = title === undefined ? specific?.[1] : `${title}: ${specific?.[1] ?? ""}`;
  const oauthError = [error, fields.get("code")].find(isErrorCode) ?? inner.oauthError;
  return {
    ...inner,
    ...listed,
    text: listed.text ?? own ?? inner.text ?? textOf(error),
    ...(oauthError === undefined ? {} : { oauthError }),
    ...((status ?? inner.status) === undefined ? {} : { status: status ?? inner.status }),
  };
}

function isErrorCode(value: unknown): value is string {
  return typeof value === "string" && /^[a-z]+(?:_[a-z]+)*$/.test(value);
}

/** One item may come without a list. Some frameworks list errors by field: `{"field": ["what is wrong"]}`. */
function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return [];
  return itemText(value) === undefined ? Object.entries(value).map(asItem) : [value];
}

function asItem([field, value]: [string, unknown]): unknown {
  return { field, message: Array.isArray(value) ? value.filter((each) => typeof each === "string").join(", ") : value };
}

function reasonInList(list: readonly unknown[]): Reason {
  const items = list.map((item) => (typeof item === "string" ? { message: item } : item)).filter(isObject);
  const texts = items.map(itemText).filter((text) => text !== undefined);
  const templates = items
    .map((item) => textOf(fieldsOf(item).get("messagetemplate")))
    .filter((text) => text !== undefined);
  const field = items.map(fieldIn).find((text) => text !== undefined);
  return {
    text: texts.length === 0 ? undefined : [...new Set(texts)].join("; "),
    ...(templates.length === 0 ? {} : { template: templates.join("; ") }),
    ...(field === undefined ? {} : { field }),
  };
}

/** Mentions the field if it is about one. */
function itemText(item: Claims): string | undefined {
  const field = fieldIn(item);
  const fields = fieldsOf(item);
  const text = [...TEXT_FIELDS, "messagetemplate"]
    .map((name) => textOf(fields.get(name)))
    .find((each) => each !== undefined);
  return text === undefined || field === undefined ? text : `${field}: ${text}`;
}

/** The field that an item is about. Problem details have a JSON pointer, or a name beside the reason (RFC 9457 §3, RFC 7807 §3). */
function fieldIn(item: Claims): string | undefined {
  const fields = fieldsOf(item);
  const pointed = textOf(fields.get("pointer"))?.replace(/^.*\//, "");
  return textOf(fields.get("field")) ?? pointed ?? (fields.has("reason") ? textOf(fields.get("name")) : undefined);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** An error status (RFC 9110 §15.5, §15.6), perhaps as text. */
function statusIn(value: unknown): number | undefined {
  const status = typeof value === "string" && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === "number" && Number.isInteger(status) && status >= 400 && status < 600 ? status : undefined;
}

function reasonInText(body: string): Reason {
  // Truncated JSON, or bytes that are not text, would not help a reader.
  if (body === "" || /^[[{]/.test(body) || /[\0-\x08\x0e-\x1f\ufffd]/.test(body)) return {};
  const text = body.startsWith("<") ? textInXml(body.slice(0, LONGEST_MARKUP)) : body;
  return text.length > LONGEST_TEXT ? {} : { text: textOf(text) };
}

/** The elements that are messages, else all of the text. */
function textInXml(xml: string): string {
  const content = xml
    .replace(/<!--[^]*?-->|<[?!](?!\[CDATA\[)[^>]*>/g, " ")
    .replace(/<!\[CDATA\[([^]*?)\]\]>/g, (_, text: string) => text.replaceAll("<", "&lt;"));
  const messages = [
    ...content.matchAll(
      /<(?:[\w-]+:)?(message|faultstring|detail|reason|error_description|description|Text)\b[^<>]*>([^<]+)</gi,
    ),
  ].map(([, , text = ""]) => text.trim());
  const attributes = [
    ...content.matchAll(/\s(?:message|detail|reason|description)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')/gi),
  ];
  const found =
    [
      messages.filter((text) => text !== "").join("; "),
      content,
      attributes.map(([, double, single]) => double ?? single).join("; "),
    ].find((text) => /\S/.test(text.replace(/<[^<>]*>/g, ""))) ?? "";
  return found
    .replace(/<[^<>]*>/g, " ")
    .replace(/&(?:lt|gt|quot|apos|amp|#\d{1,6});/g, (entity) => ENTITIES[entity] ?? " ")
    .replace(/\s+/g, " ");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
  "&#39;": "'",
  "&#34;": '"',
  "&amp;": "&",
};

/** @see RFC 6750 §3, RFC 9110 §11.2 */
function reasonInChallenge(header: string | undefined): Reason {
  const parameters = new Map<string, string>();
  for (const [, name = "", quoted, plain] of (header ?? "").matchAll(
    /(?<![\w-])([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g,
  )) {
    const text = textOf(quoted?.replace(/\\(.)/g, "$1") ?? plain);
    const known = name.toLowerCase();
    if (text !== undefined && !parameters.has(known)) parameters.set(known, text);
  }
  const error = parameters.get("error");
  const text = parameters.get("error_description") ?? error;
  return { ...(error === undefined ? {} : { oauthError: error }), ...(text === undefined ? {} : { text }) };
}
