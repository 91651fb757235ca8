/**
 * Shell commands as far as `.http` files hold them: words of a POSIX shell, or of Windows' cmd, where `^` is what `\` is
 * there. Nothing is expanded.
 */
import type { LineCursor } from "./cursor.ts";
import type { Quote, Shell } from "./model.ts";
import { findPair, isBlank, trimEnd } from "./text.ts";

const DOUBLE_QUOTE = 0x22;
const HASH = 0x23;
const DOLLAR = 0x24;
const SINGLE_QUOTE = 0x27;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const CARET = 0x5e;

/** Longest `{{variable}}`, in UTF-16 units; it is one piece, whatever it holds, as tools put its value in first. */
const LONGEST_VARIABLE = 128;

/** A place in a block, counted as its spans are. */
export interface BlockPosition {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** A word with its quotes. */
export interface Word {
  readonly start: BlockPosition;
  readonly end: BlockPosition;
}

/** One step through a word: what was read, and how what follows is quoted. */
interface Step {
  readonly next: number;
  readonly quote: Quote;
  /** What it stands for; empty for a quote that opens or closes. */
  readonly literal: string;
}

/** cmd breaks lines with `^`, and what was copied for it quotes with `^"`. The first line and its first quote tell. */
export function shellOf(text: string, from: number, end: number): Shell {
  if (text.charCodeAt(trimEnd(text, from, end) - 1) === CARET) return "cmdBare";
  let at = from;
  while (at < end && text.charCodeAt(at) !== SINGLE_QUOTE && text.charCodeAt(at) !== DOUBLE_QUOTE) at++;
  return text.startsWith('^"', at - 1) && at < end ? "cmdBare" : "bare";
}

/**
 * Reads the words of the command that starts at the cursor's line and leaves the cursor on the line behind it. A command
 * goes on below a line that ends with `\` or `^` or within quotes; comments in between are left out, as REST Client does.
 * A word whose quote nobody closes is none: there would be no place to write behind it.
 */
export function readWords(cursor: LineCursor, shell: Shell): Word[] {
  const words: Word[] = [];
  const state: State = { quote: shell, start: null };
  for (;;) {
    const isComment = state.start === null && words.length > 0 && startsComment(cursor);
    const mark = isComment ? cursor.first : continuation(cursor, shell);
    readLine(cursor, mark < 0 ? cursor.end : mark, shell, state, words);
    cursor.next();
    if (cursor.atBlockEnd() || (mark < 0 && state.start === null)) return words;
  }
}

/** Where a command is read: how what follows is quoted, and the word that is not over. */
interface State {
  quote: Quote;
  start: BlockPosition | null;
}

/** A line ends its last word, unless that is within quotes. */
function readLine(cursor: LineCursor, end: number, shell: Shell, state: State, words: Word[]): void {
  const { text } = cursor;
  let at = state.start === null ? cursor.first : cursor.from;
  const endWord = (): void => {
    if (state.start) words.push({ start: state.start, end: placeAt(cursor, at) });
    state.start = null;
  };
  while (at < end) {
    if (state.quote === shell && isBlank(text.charCodeAt(at))) {
      endWord();
      at++;
    } else {
      state.start ??= placeAt(cursor, at);
      ({ next: at, quote: state.quote } = step(text, at, end, state.quote));
    }
  }
  if (state.quote === shell) endWord();
}

/** The offset of the mark that a line goes on with, or -1. */
function continuation(cursor: LineCursor, shell: Shell): number {
  const last = trimEnd(cursor.text, cursor.first, cursor.end) - 1;
  return last >= cursor.first && cursor.text.charCodeAt(last) === (shell === "bare" ? BACKSLASH : CARET) ? last : -1;
}

function startsComment({ text, first }: LineCursor): boolean {
  const code = text.charCodeAt(first);
  return code === HASH || (code === SLASH && text.charCodeAt(first + 1) === SLASH);
}

function placeAt(cursor: LineCursor, at: number): BlockPosition {
  return { offset: at - cursor.blockOffset, line: cursor.line - cursor.blockLine, column: at - cursor.start };
}

/** Reads one character, or a `{{variable}}`, and heeds its quotes. */
export function step(text: string, at: number, end: number, quote: Quote): Step {
  if (text.startsWith("{{", at)) {
    const close = findPair(text, "}}", at + 2, Math.min(end, at + LONGEST_VARIABLE));
    if (close >= 0) return { next: close + 2, quote, literal: text.slice(at, close + 2) };
  }
  const code = text.charCodeAt(at);
  const isLast = at + 1 >= end;
  const following = isLast ? -1 : text.charCodeAt(at + 1);
  const plain: Step = { next: at + 1, quote, literal: text.charAt(at) };
  const escaped: Step = { next: at + 2, quote, literal: text.charAt(at + 1) };
  const into = (next: Quote, length = 1): Step => ({ next: at + length, quote: next, literal: "" });
  switch (quote) {
    case "bare":
      if (code === SINGLE_QUOTE) return into("single");
      if (code === DOUBLE_QUOTE) return into("double");
      if (code === DOLLAR && following === SINGLE_QUOTE) return into("ansi", 2);
      return code === BACKSLASH && !isLast ? escaped : plain;
    case "single":
      return code === SINGLE_QUOTE ? into("bare") : plain;
    case "double":
      if (code === DOUBLE_QUOTE) return into("bare");
      return code === BACKSLASH && /["$\\`]/.test(escaped.literal) ? escaped : plain;
    case "ansi":
      if (code === SINGLE_QUOTE) return into("bare");
      return code === BACKSLASH && !isLast ? escaped : plain;
    case "cmdBare":
      if (code === DOUBLE_QUOTE) return into("cmd");
      if (code === CARET && following === DOUBLE_QUOTE) return into("caret", 2);
      return code === CARET && !isLast ? escaped : plain;
    case "cmd":
      if (code === DOUBLE_QUOTE) return into("cmdBare");
      return code === BACKSLASH ? backslashes(text, at, end, quote) : plain;
    case "caret": {
      if (code === BACKSLASH || (code === CARET && following === BACKSLASH)) return backslashes(text, at, end, quote);
      const closed = closingAt(text, at, end, quote);
      if (closed > 0) return into("cmdBare", closed);
      return code === CARET && !isLast ? escaped : plain;
    }
  }
}

/**
 * Windows' programs read backslashes as such but before a quote, where two are one and an odd one escapes it. Within `^"`
 * one may be written `^\`, as browsers do.
 */
function backslashes(text: string, at: number, end: number, quote: Quote): Step {
  let next = at;
  let count = 0;
  for (;;) {
    const mark = quote === "caret" && text.charCodeAt(next) === CARET ? next + 1 : next;
    if (mark >= end || text.charCodeAt(mark) !== BACKSLASH) break;
    next = mark + 1;
    count++;
  }
  const length = closingAt(text, next, end, quote);
  // What is read to its end is read up to what closes it.
  if (length === 0 && next < end) return { next, quote, literal: "\\".repeat(count) };
  const isEscape = count % 2 === 1 && next < end;
  const literal = "\\".repeat(count >> 1) + (isEscape ? '"' : "");
  return { next: isEscape ? next + length : next, quote, literal };
}

/** The length of what closes a quote at a place; 0 where nothing does. A `"` closes what `^"` opened too. */
export function closingAt(text: string, at: number, end: number, quote: Quote): number {
  const mark = closing(quote);
  if (mark === "") return 0;
  if (text.startsWith(mark, at) && at + mark.length <= end) return mark.length;
  return quote === "caret" && at < end && text.charCodeAt(at) === DOUBLE_QUOTE ? 1 : 0;
}

/** What a piece of a word stands for. */
export function unquote(written: string, quote: Quote): string {
  let literal = "";
  for (let at = 0; at < written.length;) {
    const read = step(written, at, written.length, quote);
    literal += read.literal;
    ({ next: at, quote } = read);
  }
  return literal;
}

/** What closes a quote; empty outside of one. */
export function closing(quote: Quote): string {
  switch (quote) {
    case "bare":
    case "cmdBare":
      return "";
    case "single":
    case "ansi":
      return "'";
    case "double":
    case "cmd":
      return '"';
    case "caret":
      return '^"';
  }
}

/** Writes a text so that it can stand within a quote. A `{{variable}}` stays: tools put its value in before all else. */
export function quoted(text: string, quote: Quote): string {
  if (quote === "bare") return `'${quoted(text, "single")}'`;
  if (quote === "cmdBare") return `"${quoted(text, "cmd")}"`;
  const parts: string[] = [];
  let from = 0;
  for (let open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
    const close = text.indexOf("}}", open + 2);
    if (close < 0) break;
    parts.push(escaped(text.slice(from, open), quote), text.slice(open, close + 2));
    from = close + 2;
  }
  return [...parts, escaped(text.slice(from), quote)].join("");
}

function escaped(text: string, quote: Exclude<Quote, Shell>): string {
  switch (quote) {
    case "single":
      return text.replaceAll("'", "'\\''");
    case "double":
      return text.replace(/["$\\`]/g, "\\$&");
    case "ansi":
      return text.replace(/['\\]/g, "\\$&");
    case "cmd":
      // Backslashes count before a quote alone, and the quote that follows is the closing one.
      return text.replace(/\\+|"/g, (run, at: number) =>
        run === '"' ? '\\"' : (text[at + run.length] ?? '"') === '"' ? run + run : run,
      );
    case "caret":
      return escaped(text, "cmd").replace(/["&|<>^()%!]/g, "^$&");
  }
}
