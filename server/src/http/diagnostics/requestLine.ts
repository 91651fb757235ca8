import * as l10n from "@vscode/l10n";
import { LineCursor } from "../parse/cursor.ts";
import { BlockDraft } from "../parse/draft.ts";
import type { BlockView } from "../facts/requestView.ts";
import { nearest, editDistance } from "./nearest.ts";
import { readPreamble } from "../parse/preamble.ts";
import { METHODS } from "../parse/requestLine.ts";
import { edit } from "./finding.ts";
import type { Finding, Fix } from "./finding.ts";

/** In UTF-16 units; a longer line is not a mistyped request line. */
const LONGEST = 4096;

/**
 * A line that was meant as a request line but is not one: a URL after a word that is not a method, a method without a
 * URL, or an unknown scheme. Prose and saved responses do not count.
 */
export function unreadableRequestLine({ document, block }: BlockView): Finding[] {
  if (block.request) return [];
  const cursor = new LineCursor(document.text, block.offset, block.line);
  if (block.isSeparated) cursor.next();
  readPreamble(cursor, new BlockDraft());
  if (cursor.atBlockEnd() || cursor.blank) return [];
  const { first, start, end, line } = cursor;
  if (cursor.line >= block.line + block.lineCount || end - first > LONGEST) return [];

  const text = document.text.slice(first, end).trimEnd();
  const [, word = "", target = ""] = /^(\S+)(?:\s+(\S.*))?$/.exec(text) ?? [];
  const problem = problemOf(word, target);
  if (problem === undefined) return [];
  const character = first - start;
  const at = { line, character };
  const fixes = (): Fix[] => [
    ...(target === "" ? [] : methodFixes(word, at)),
    ...edit(l10n.t("Make it a comment"), { range: { start: at, end: at }, newText: "# " }),
  ];
  const range = { start: at, end: { line, character: character + text.length } };
  return [{ code: "unreadable-request-line", severity: "warning", range, message: problem, fixes }];
}

function problemOf(word: string, target: string): string | undefined {
  if (target === "") {
    if (METHODS.has(word.toUpperCase()))
      return l10n.t("This request has no URL: a request line is METHOD URL, such as GET https://….");
    if (/^[a-z][a-z0-9+.-]*:\/\/\S/i.test(word)) return l10n.t("No request can be sent to a URL of this scheme.");
    return undefined;
  }
  const isUrl = /^(?:[a-z][a-z0-9+.-]{0,15}:\/\/|\/[^\s/*]|\{\{[^{}]+\}\})\S*(?:\s+HTTP\/[\d.]+)?$/i.test(target);
  if (!isUrl || /^HTTP\//i.test(word) || /^curl$/i.test(word)) return undefined;
  return /^[A-Za-z-]+$/.test(word)
    ? l10n.t("The first word is not an HTTP method, so this line is not a request.")
    : undefined;
}

function methodFixes(word: string, start: { line: number; character: number }): Fix[] {
  const range = { start, end: { line: start.line, character: start.character + word.length } };
  const [method = "GET"] = nearest(word, [...METHODS]);
  const isLikely = editDistance(word, method) <= Math.max(1, Math.floor(word.length / 2));
  const newText = isLikely ? method : "GET";
  return edit(l10n.t("Change to {0}", newText), { range, newText }, true);
}
