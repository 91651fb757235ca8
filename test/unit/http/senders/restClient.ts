/**
 * What REST Client sends, as its source has it at commit 6649589 (`src/utils/selector.ts`, `httpRequestParser.ts`,
 * `curlRequestParser.ts`, `requestParserUtil.ts` and the providers of variables): the rules that decide which headers a
 * request has, in words of our own. What comes from elsewhere (files, prompts, responses, its settings) is left out.
 */
import { optionsOf } from "./restClientOptions.ts";

export interface ParsedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

const METHODS =
  "GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT|TRACE|LOCK|UNLOCK|PROPFIND|PROPPATCH|COPY|MOVE|MKCOL|MKCALENDAR|ACL|SEARCH";
const METHOD = new RegExp(`^(${METHODS})\\s+`, "i");

const isBlank = (line: string): boolean => line.trim() === "";
const isComment = (line: string): boolean => /^\s*(?:#|\/\/)/.test(line);
const isSeparator = (line: string): boolean => line.startsWith("###");
const isResponse = (line: string): boolean => /^\s*HTTP\/[\d.]+/.test(line);

/** The whole line `@name = value`; the file's last one of a name counts, wherever it is. */
const DEFINITION = /^\s*@([^\s=]+)\s*=(.*)$/;

/**
 * What is sent with the cursor on a line.
 * @param environment of the process
 * @returns `undefined` where nothing is sent
 */
export function parseRequest(
  text: string,
  line: number,
  environment: Readonly<Record<string, string>>,
): ParsedRequest | undefined {
  const written = requestAt(text.split(/\r?\n/), line);
  if (written === undefined) return undefined;
  const resolved = resolve(written, fileVariables(text), environment);
  return /^\s*curl/i.test(resolved) ? parseCommand(resolved) : parseMessage(resolved.split("\n"));
}

/** Between two separators: from the first line that is no comment, no definition and not blank, to the last one. */
function requestAt(lines: readonly string[], line: number): string | undefined {
  if (isSeparator(lines[line] ?? "")) return undefined;
  let first = line;
  while (first > 0 && !isSeparator(lines[first - 1] ?? "")) first--;
  let end = line;
  while (end < lines.length && !isSeparator(lines[end] ?? "")) end++;
  const kept = lines.slice(first, end).filter((one) => !isComment(one));
  const start = kept.findIndex((one) => isResponse(one) || !(isBlank(one) || DEFINITION.test(one)));
  if (start < 0 || isResponse(kept[start] ?? "")) return undefined;
  const last = kept.findLastIndex((one) => !isBlank(one));
  return kept.slice(start, last + 1).join("\n");
}

function fileVariables(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  const special: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ""] = DEFINITION.exec(line) ?? [];
    if (name === undefined) continue;
    variables.set(
      name,
      value.trim().replace(/\\(.?)/g, (_, next: string) => special[next] ?? next),
    );
  }
  return variables;
}

/** A reference that is not known stays as it is. */
function resolve(
  text: string,
  variables: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, string>>,
  depth = 0,
): string {
  return text.replace(/\{\{(.+?)\}\}/g, (_, inner: string) => {
    const name = inner.trim();
    const [, variable] = /^\$processEnv\s(\w+)/.exec(name) ?? [];
    if (variable !== undefined) return environment[variable] ?? "";
    const value = variables.get(name.replace(/^%/, ""));
    if (value === undefined || depth > 9) return `{{${name}}}`;
    const inside = resolve(value, variables, environment, depth + 1);
    return name.startsWith("%") ? encodeURIComponent(inside) : inside;
  });
}

/** A request line, the lines of its query right below, headers up to a blank line, the body. */
function parseMessage(lines: readonly string[]): ParsedRequest {
  let at = 1;
  while (at < lines.length && /^\s*[&?]/.test(lines[at] ?? "")) at++;
  const requestLine = lines
    .slice(0, at)
    .map((line) => line.trim())
    .join("");
  const blank = lines.findIndex((line, index) => index >= at && isBlank(line));
  const end = blank < 0 ? lines.length : blank;
  const [mark = "", method = "GET"] = METHOD.exec(requestLine) ?? [];
  const url = requestLine
    .slice(mark.length)
    .trim()
    .replace(/\s+HTTP\/.*$/i, "");
  const headers = parseHeaders(lines.slice(at, end)).filter(([name]) => name.toLowerCase() !== "content-length");
  const [, host = ""] = headers.find(([name]) => name.toLowerCase() === "host") ?? [];
  const [, port = ""] = host.split(":");
  const origin = url.startsWith("/") && host !== "" ? `${/^8?443$/.test(port) ? "https" : "http"}://${host}` : "";
  return { method, url: origin + url, headers, body: lines.slice(end + 1).join("\n") };
}

/** The first spelling of a name counts; values of one name are joined. A line without a colon is a name. */
function parseHeaders(lines: readonly string[]): [string, string][] {
  const headers = new Map<string, [string, string]>();
  for (const line of lines) {
    const [written = "", ...rest] = line.split(":");
    const name = written.trim();
    const value = rest.join(":").trim();
    const known = headers.get(name.toLowerCase());
    if (known) known[1] += (name.toLowerCase() === "cookie" ? ";" : ",") + value;
    else headers.set(name.toLowerCase(), [name, value]);
  }
  return [...headers.values()];
}

/** Only some options count, and of `-H` and `--header` only one: the short one where there is one. */
function parseCommand(text: string): ParsedRequest {
  const line = text
    .trim()
    .replace(/\\\r|\\\n/g, "")
    .replace(/\s{2,}/g, " ")
    .replace(new RegExp(`(-X)(${METHODS})`), "$1 $2")
    .replace(/(?:-I|--head)(?=\s+)/, "-X HEAD");
  const { words, options } = optionsOf(line);
  const first = (...names: string[]): string => names.map((name) => options.get(name)?.[0] ?? "").find(Boolean) ?? "";
  const all = (...names: string[]): readonly string[] =>
    names.map((name) => options.get(name) ?? []).find((values) => values.some(Boolean)) ?? [];
  const headers = parseHeaders(all("H", "header"));
  const set = (name: string, value: string): void => {
    const at = headers.findIndex(([known]) => known === name);
    if (at < 0) headers.push([name, value]);
    else headers[at] = [name, value];
  };
  const cookie = first("b", "cookie");
  if (cookie.includes("=")) set("Cookie", cookie);
  const user = first("u", "user");
  // It takes the place of a header of one's own.
  if (user !== "") set("Authorization", `Basic ${Buffer.from(user).toString("base64")}`);
  const body = all("d", "data", "data-ascii", "data-binary", "data-raw").join("&");
  if (body !== "" && !headers.some(([name]) => name.toLowerCase() === "content-type")) {
    headers.push(["Content-Type", "application/x-www-form-urlencoded"]);
  }
  return {
    method: first("X", "request") || (body === "" ? "GET" : "POST"),
    url: words[1] ?? first("L", "location", "compressed", "url"),
    headers,
    body,
  };
}
