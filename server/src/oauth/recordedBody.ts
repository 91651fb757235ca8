import { parseJson } from "../../../common/json.ts";
import { redactorOf, type Secret } from "./secrets.ts";

/** In UTF-16 units. Argus' answers are far smaller; cutting a body before redaction could leave half a secret. */
const LARGEST_BODY = 64 * 1024;
const LONGEST_SHOWN = 8 * 1024;

const TOKEN_NAME = "(?:access|id|refresh)[_-]?token";
const TOKEN_KEY = new RegExp(`^${TOKEN_NAME}$`, "i");

/** A token in text that is not JSON, or not all of it: the ways in which JSON, forms and pages name a value. */
const QUOTE = `(?:\\\\{0,8}["']|&quot;|&#34;|%22)`;
const NAMED_TOKEN = new RegExp(
  `(${TOKEN_NAME}${QUOTE}?\\s*(?:[:=]|%3D|%3A)\\s*)(?:${QUOTE}(?:[^"'\\\\&%]|\\\\[^"'])*|[^\\s&<>,;]+)`,
  "gi",
);
/**
 * A compact JWS (RFC 7515 §3.1), whose header is a JSON object. Matched once per word, and only if a dot follows, so
 * that the search is linear.
 */
const JWT = /(?<![\w-])(?=[\w-]+\.)([\w-]*?\b)eyJ[\w-]{6,}\.[\w-]*(?:\.[\w-]*)?/g;

/** Characters that text does not contain: UTF-16, compressed or other bytes, which cannot be searched. */
const BINARY = /[\0-\x08\x0b\x0c\x0e-\x1f]/;

/** An answer's body without secrets and tokens, including new ones in it; shortened to some KiB. */
export function recordedBody(body: string, secrets: readonly Secret[]): string {
  if (body === "") return "";
  if (body.length > LARGEST_BODY) return `[${body.length} characters, not shown]`;
  if (BINARY.test(body)) return "[no text, not shown]";
  const found: Secret[] = [];
  const text = withoutTokens(body, found) ?? body.replace(NAMED_TOKEN, "$1[redacted]");
  const clean = redactorOf([...secrets, ...found])
    .redact(text)
    .replace(JWT, "$1[redacted]");
  return clean.length > LONGEST_SHOWN ? `${clean.slice(0, LONGEST_SHOWN).toWellFormed()}…` : clean;
}

/** JSON with each token replaced by its variable; `undefined` for anything else. */
function withoutTokens(body: string, found: Secret[]): string | undefined {
  const json = parseJson(body);
  if (json === undefined) return undefined;
  return JSON.stringify(json, (key: string, value: unknown) => {
    if (value === null || !TOKEN_KEY.test(key)) return value;
    if (typeof value === "string") found.push({ value, variable: "ARGUS_TOKEN" });
    return "$ARGUS_TOKEN";
  });
}
