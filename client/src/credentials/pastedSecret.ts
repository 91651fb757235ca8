import * as l10n from "@vscode/l10n";
import { conjunction } from "../../../common/list.ts";
import type { CleanText } from "../prompts/questions.ts";

/** Invisible characters, such as the zero-width spaces that web pages put into long words. */
const UNSEEN = /\p{Cf}/gu;

/**
 * A header, field or variable with the secret as its value. The first one comes after any text; one whose name only
 * suggests a secret, or that a shell sets, begins the text. None has a slash before the value, as a key would.
 */
const ASSIGNMENTS: readonly RegExp[] = [
  /^(.*?(?:\b|(?<=-H)))(argus-api-key|argus_?api_?key|authorization|argus_session)["'”’]?\s*[:=]=?\s*(?=\S)(.*)$/is,
  /^([^\w/]*)(argus-api-key|argus_?api_?key)["'”’]?(?:\s+|\s*,\s*)(?=\S)(.*)$/is,
  /^([^\w/]*(?:export|set|env|const|let|var)\s+|\$env:|@)([a-z_]\w*)["'”’]?\s*[:=]\s*(?=\S)(.*)$/is,
  /^((?:setx|env|set\s+-\w+)\s+)([a-z_]\w*)\s+(?=\S)(.*)$/is,
  /^([^\w/]*)((?:[a-z][\w.-]*[ ]?)?(?:key|token|secret|session|credential))["'”’]?\s*[:=]\s*(?=\S)(.*)$/is,
];

const OPTION = /(?:^|\s)(-H|--header)(?=$|[\s="'“‘])/;

const QUOTE = /["'`“”„‘’«»]/;

/**
 * Extracts an API key or session token from pasted text: removes white space, invisible characters, quotes, the header's
 * name, curl's option and the rest of a command.
 *
 * @param what the secret's name within a sentence
 */
export function pastedSecret(typed: string, what: string): CleanText {
  const removed = new Set<string>();
  const seen = typed.replace(UNSEEN, "");
  if (seen !== typed) removed.add(l10n.t("invisible characters"));
  if (seen !== seen.trim()) removed.add(l10n.t("white space"));
  const unescaped = seen.replace(/\\(?=["'])/g, "");
  if (unescaped !== seen) removed.add("“\\”");
  const text = bare(valueIn(unescaped.trim(), removed), removed);
  return removed.size === 0
    ? { text }
    : { text, note: l10n.t("Removed from the {0}: {1}.", what, conjunction([...removed])) };
}

/** The value of an assignment, else the whole text. */
function valueIn(text: string, removed: Set<string>): string {
  const found = ASSIGNMENTS.map((assignment) => assignment.exec(text)).find((match) => match !== null);
  const [all, before = "", name = "", value = ""] = found ?? [];
  const option = OPTION.exec(all === undefined ? text : before)?.[1];
  if (option !== undefined) removed.add(`“${option}”`);
  if (all === undefined) return option === undefined ? text : text.replace(/^\s*(?:-H|--header)\s*=?\s*/, "");
  removed.add(name.includes("_") || /^\s*(?:export|set)/i.test(before) ? `“${name}=”` : `“${name}:”`);
  const first = value.replace(/^Bearer\s+(?=\S)/i, "");
  if (first !== value) removed.add("“Bearer”");
  // In a command, the value ends at its quote or at the next space.
  const opened = (QUOTE.test(first[0] ?? "") ? first.slice(1) : first).trim();
  const end = opened.search(/["'`“”„‘’«»\s]/);
  const secret = end > 0 ? opened.slice(0, end) : opened;
  if (opened !== first) removed.add(l10n.t("quotes"));
  const rest = end > 0 ? opened.slice(end) : "";
  if (QUOTE.test(rest[0] ?? "") || QUOTE.test(before.at(-1) ?? "")) removed.add(l10n.t("quotes"));
  if (/[\p{L}\d]/u.test(rest) || /curl/i.test(before)) removed.add(l10n.t("the rest of the command"));
  return secret;
}

/** Removes “Bearer”, quotes, brackets and punctuation around. */
function bare(text: string, removed: Set<string>): string {
  for (let current = text; ;) {
    const next = peeled(current, removed);
    if (next === "" || next === current) return current;
    current = next;
  }
}

function peeled(text: string, removed: Set<string>): string {
  const [bearer] = /^Bearer[\s:]+(?=\S)/i.exec(text) ?? [];
  if (bearer !== undefined) {
    removed.add("“Bearer”");
    return text.slice(bearer.length);
  }
  if (QUOTE.test(text[0] ?? "") || QUOTE.test(text.at(-1) ?? "")) {
    removed.add(l10n.t("quotes"));
    return text
      .replace(/^["'`“”„‘’«»]/, "")
      .replace(/["'`“”„‘’«»]$/, "")
      .trim();
  }
  const [around, open = "", inside = ""] = /^(?:([<([{])(.+)[>)\]}]|([->*])\s+(\S+))$/.exec(text) ?? [];
  if (around !== undefined) {
    removed.add(`“${open || text.charAt(0)}”`);
    return (inside || text.slice(1)).trim();
  }
  const end = text.at(-1) ?? "";
  if (!/[\\,;}]/.test(end)) return text;
  removed.add(`“${end}”`);
  return text.slice(0, -1).trimEnd();
}
