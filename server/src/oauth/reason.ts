import { htmlTitle, type HttpAnswer, isHtml } from "../network.ts";
import { isObject, parseJson } from "./json.ts";

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

/** In lower case, the most informative first. */
const TEXT_FIELDS = [
  "error_description",
  "detail",
  "message",
  "error_message",
  "errormessage",
  "description",
  "reason",
  "msg",
  "messages",
  "faultstring",
  "title",
];

/** The reason in the JSON of a refusal. */
export function reasonInJson(json: unknown): Reason {
  if (typeof json === "string") return { text: textOf(json) };
  if (Array.isArray(json)) return reasonInList(json);
  if (!isObject(json)) return {};
  const fields = new Map(Object.entries(json).map(([name, value]) => [name.toLowerCase(), value]));
  const status = ["responsecode", "status", "statuscode", "code", "error"]
    .map((name) => statusIn(fields.get(name)))
    .find((each) => each !== undefined);
  const error = fields.get("error") ?? fields.get("fault");
  const inner = isObject(error) || Array.isArray(error) ? reasonInJson(error) : {};
  const detail = fields.get("detail");
  const lists = [fields.get("messages"), fields.get("errors"), Array.isArray(detail) ? detail : undefined].map(
    (list) =>
      Array.isArray(list) ? reasonInList(list) : isObject(list) ? reasonInList(Object.entries(list).map(asItem)) : {},
  );
  const listed = lists.find(({ text }) => text !== undefined) ?? {};
  const [specific, ...others] = TEXT_FIELDS.map((name) => [name, textOf(fields.get(name))] as const).filter(
    ([, text]) => text !== undefined,
  );
  // Problem details: `title` names the kind of problem, `detail` describes this one.
  const title = specific?.[0] === "detail" ? others.find(([name]) => name === "title")?.[1] : undefined;
  const own = title === undefined ? specific?.[1] : `${title}: ${specific?.[1] ?? ""}`;
  const oauthError = typeof error === "string" && /^[a-z]+(?:_[a-z]+)*$/.test(error) ? error : inner.oauthError;
  return {
    ...inner,
    ...listed,
    text: listed.text ?? own ?? inner.text ?? textOf(error),
    ...(oauthError === undefined ? {} : { oauthError }),
    ...((status ?? inner.status) === undefined ? {} : { status: status ?? inner.status }),
  };
}

/** `{"field": ["what is wrong"]}`, as some frameworks list errors. */
function asItem([field, value]: [string, unknown]): unknown {
  return { field, message: Array.isArray(value) ? value.filter((each) => typeof each === "string").join(", ") : value };
}

function reasonInList(list: readonly unknown[]): Reason {
  const items = list.map((item) => (typeof item === "string" ? { message: item } : item)).filter(isObject);
  const texts = items.map(itemText).filter((text) => text !== undefined);
  const templates = items.map((item) => textOf(item["messageTemplate"])).filter((text) => text !== undefined);
  const field = items.map((item) => textOf(item["field"])).find((text) => text !== undefined);
  return {
    text: texts.length === 0 ? undefined : texts.join("; "),
    ...(templates.length === 0 ? {} : { template: templates.join("; ") }),
    ...(field === undefined ? {} : { field }),
  };
}

/** Mentions the field if it is about one. */
function itemText(item: Record<string, unknown>): string | undefined {
  const field = textOf(item["field"]);
  const text = [...TEXT_FIELDS, "messageTemplate"].map((name) => textOf(item[name])).find((each) => each !== undefined);
  return text === undefined || field === undefined ? text : `${field}: ${text}`;
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
  // Truncated JSON, or bytes that are not text, help nobody.
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
  const found = messages.some((text) => text !== "") ? messages.filter((text) => text !== "").join("; ") : content;
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

/** @see RFC 6750 §3 */
function reasonInChallenge(header: string | undefined): Reason {
  const parameter = (name: string): string | undefined => {
    const found = new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s,"]+))`, "i").exec(
      header ?? "",
    );
    return textOf(found?.[1]?.replace(/\\(.)/g, "$1") ?? found?.[2]);
  };
  const error = parameter("error");
  const text = parameter("error_description") ?? error;
  return { ...(error === undefined ? {} : { oauthError: error }), ...(text === undefined ? {} : { text }) };
}
