import { type CallRecord, SECRET_VARIABLES } from "../../../common/protocol/callRecord.ts";

/** `$ARGUS_TOKEN` and its like: what the shell is to put in. */
const PLACEHOLDER = new RegExp(`\\$(?:${SECRET_VARIABLES.join("|")})(?![A-Za-z0-9_])`, "g");

/** What curl sends by itself with a form. */
const FORM_TYPE = "application/x-www-form-urlencoded";

/** What curl takes for a pattern of many URLs, in an IPv6 address too. */
const GLOB = /[[\]{}]/;

/**
 * A recorded call as a command for a POSIX shell, which makes the same call once `$ARGUS_API_KEY` and the like are set
 * in it.
 */
export function asCurl(record: CallRecord): string {
  const { method, url, requestHeaders, fields, proxy } = record;
  const parts = [`curl${method === "GET" ? "" : ` -X ${quote(method)}`}${GLOB.test(url) ? " -g" : ""} ${quote(url)}`];
  if (proxy !== undefined) parts.push(`--proxy ${quote(proxy)}`);
  for (const [name, value] of requestHeaders) {
    const isImplied = fields !== undefined && name.toLowerCase() === "content-type" && value === FORM_TYPE;
    // To curl, a header without a value is one to leave out.
    if (!isImplied) parts.push(`-H ${quote(value === "" ? `${name};` : `${name}: ${value}`)}`);
  }
  // The name of a field is sent as it stands.
  for (const [name, value] of fields ?? [])
    parts.push(`--data-urlencode ${quote(`${encodeURIComponent(name)}=${value}`)}`);
  return parts.join(" \\\n  ");
}

/** One word of a shell's command line, in which only placeholders are expanded (POSIX.1-2017, Shell §2.2). */
function quote(text: string): string {
  const placeholders = text.match(PLACEHOLDER) ?? [];
  if (placeholders.length === 0) return singleQuoted(text);
  const literals = text.split(PLACEHOLDER);
  // Between double quotes, an interactive shell gives `!` a meaning that nothing takes away.
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
