import { isTokenPlaceholder, profileOfReference } from "../../../../common/tokenVariables.ts";
import type { Range } from "../../../../common/protocol/documents.ts";
import { readComment } from "../parse/comments.ts";
import type { Span } from "../parse/model.ts";
import type { KnownToken } from "./analysisContext.ts";
import { findTokens, type TokenLookup } from "./knownTokens.ts";
import { linesOf } from "./lines.ts";
import type { OutsideVariables } from "./outsideVariables.ts";
import type { ProfileSettings } from "./requestProfile.ts";
import type { RequestView } from "./requestView.ts";
import { soleVariable } from "./variables.ts";

/** A token that a request sends, or a reference to one. */
export interface SentToken {
  readonly range: Range;
  /** The token, if its text can be read. */
  readonly known?: KnownToken | undefined;
  /** The text is the token itself, not a reference to it. */
  readonly isLiteral: boolean;
  /** The variable's name, if that means a token. */
  readonly reference?: string | undefined;
}

/** Text without white space, quotes and separators in which variables make up a token: `{{user}}/{{secret}}`. */
const WORD = /(?:\{\{[^{}]*\}\}|[^\s"'`<>(),;{}])+/g;
const REFERENCE = /\{\{[^{}]*\}\}/g;

/**
 * The tokens that a request sends in its URL, headers and body, in the order of the text. Comments, scripts and
 * definitions of variables are not sent.
 * @param header for a token, where others look
 */
export function sentTokens(
  request: RequestView,
  lookup: TokenLookup,
  header?: Span,
  outside?: OutsideVariables,
): SentToken[] {
  const { document, block } = request;
  const definitions = new Set(request.definitions.map(({ line }) => line));
  const sent: SentToken[] = [];
  const read = readerOf(request, lookup, outside);
  for (const { line, kind, blank, cursor } of linesOf(document, block)) {
    if ((kind !== "head" && kind !== "body") || blank || definitions.has(line) || readComment(cursor)) continue;
    const add = (start: number, end: number, token: Omit<SentToken, "range">): void => {
      const at = start - block.offset;
      if (header && at < header.end && end - block.offset > header.start) return;
      const place = (offset: number) => ({ line, character: offset - cursor.start });
      sent.push({ ...token, range: { start: place(start), end: place(end) } });
    };
    for (const { start, end, known } of findTokens(document.text, cursor.first, cursor.end, lookup))
      add(start, end, { known, isLiteral: true });
    const text = document.text.slice(cursor.first, cursor.end);
    if (!text.includes("{{")) continue;
    for (const { 0: word, index } of text.matchAll(WORD)) {
      if (!word.includes("{{")) continue;
      for (const { start, end, ...token } of read(word))
        add(cursor.first + index + start, cursor.first + index + end, { ...token, isLiteral: false });
    }
  }
  return sent;
}

type Reader = (word: string) => readonly (Pick<SentToken, "known" | "reference"> & { start: number; end: number })[];

/** Reads words with references, each once: a document repeats the same few. */
function readerOf(request: RequestView, lookup: TokenLookup, outside: OutsideVariables | undefined): Reader {
  const read = new Map<string, ReturnType<Reader>>();
  const knownIn = (text: string): KnownToken | undefined => {
    const value = request.expand(text, outside);
    return value === undefined ? undefined : findTokens(value, 0, value.length, lookup)[0]?.known;
  };
  return (word) => {
    const before = read.get(word);
    if (before) return before;
    const references = [...word.matchAll(REFERENCE)].map(({ 0: text, index: start }) => {
      const reference = soleVariable(text);
      const isToken = reference !== undefined && isTokenPlaceholder(reference);
      return { start, end: start + text.length, known: knownIn(text), reference: isToken ? reference : undefined };
    });
    const found = references.filter(({ known, reference }) => known !== undefined || reference !== undefined);
    const first = references[0];
    const known = found.length === 0 && first ? knownIn(word) : undefined;
    const answer = known && first ? [{ start: first.start, end: references.at(-1)?.end ?? first.end, known }] : found;
    read.set(word, answer);
    return answer;
  };
}

/** The profile whose token will replace a reference when the request is sent. */
export function referredProfile(
  request: RequestView,
  { profiles = {}, activeProfile: active }: ProfileSettings,
  reference?: string,
): string | undefined {
  if (reference === undefined || !isTokenPlaceholder(reference)) return undefined;
  return profileOfReference(reference, request.chosenProfile?.name, { names: Object.keys(profiles), active });
}
