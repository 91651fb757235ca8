import { type CallRecord, SECRET_VARIABLES } from "../../../common/protocol/callRecord.ts";

/** `$ARGUS_TOKEN` and the like, which the shell expands. */
const PLACEHOLDER = new RegExp(`\\$(?:${SECRET_VARIABLES.join("|")})(?![A-Za-z0-9_])`, "g");

/** The content type that curl sends with a form by default. */
const FORM_TYPE = "application/x-www-form-urlencoded";

/** Characters with which curl writes patterns of URLs, and IPv6 addresses. */
const GLOB = /[[\]{}]/;

/** A recorded call as a POSIX shell command, which makes the same call once `$ARGUS_API_KEY` and the like are set. */
export function asCurl(record: CallRecord): string {
  const { method, url, requestHeaders, fields, proxy } = record;
  const parts = [`curl${method === "GET" ? "" : ` -X ${quote(method)}`}${GLOB.test(url) ? " -g" : ""} ${quote(url)}`];
  if (proxy !== undefined) parts.push(`--proxy ${quote(proxy)}`);
  for (const [name, value] of requestHeaders) {
    const isImplied = fields !== undefined && name.toLowerCase() === "content-type" && value === FORM_TYPE;
    // To curl, a header without a value means one to leave out.
    if (!isImplied) parts.push(`-H ${quote(value === "" ? `${name};` : `${name}: ${value}`)}`);
  }
  // curl sends the names of fields unencoded.
  for (const [name, value] of fields ?? [])
    parts.push(`--data-urlencode ${quote(`${encodeURIComponent(name)}=${value}`)}`);
  return parts.join(" \\\n  ");
}

/** One word of a shell command in which only placeholders are expanded (POSIX.1-2017, Shell §2.2). */
function quote(text: string): string {
  const placeholders = text.match(PLACEHOLDER) ?? [];
  if (placeholders.length === 0) return singleQuoted(text);
  const literals = text.split(PLACEHOLDER);
  // Between double quotes, an interactive shell expands `!`, and nothing escapes it.
  if (!literals.some((literal) => /[\\"`$!\n]/.test(literal))) return `"${text}"`;
  return literals
    .map((literal, index) => {
      const placeholder = placeholders[index];
      return (literal === "" ? "" : singleQuoted(literal)) + (placeholder === undefined ? "" : `"${placeholder}"`);
    })
    .join("");
}

function singleQuoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
