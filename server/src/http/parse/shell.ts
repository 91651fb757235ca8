/**
 * Just enough shell syntax for commands in `.http` files: words of a POSIX shell, or of Windows' cmd, where `^` takes
 * the place of `\`. Nothing is expanded.
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

/** In UTF-16 units. A `{{variable}}` is kept in one piece because tools expand it before the shell reads it. */
const LONGEST_VARIABLE = 128;

/** Counted like the spans of a block. */
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

/** One step through a word: the text read and the quoting after it. */
interface Step {
  readonly next: number;
  readonly quote: Quote;
  /** The text it means; empty for an opening or closing quote. */
  readonly literal: string;
}

/**
 * cmd continues lines with `^`, and commands copied for it are quoted with `^"`. The first line and its first quote
 * decide.
 */
export function shellOf(text: string, from: number, end: number): Shell {
  if (text.charCodeAt(trimEnd(text, from, end) - 1) === CARET) return "cmdBare";
  let at = from;
  while (at < end && text.charCodeAt(at) !== SINGLE_QUOTE && text.charCodeAt(at) !== DOUBLE_QUOTE) at++;
  return text.startsWith('^"', at - 1) && at < end ? "cmdBare" : "bare";
}

/**
 * Reads the words of the command at the cursor's line and leaves the cursor on the line after it. A command continues
 * after a line that ends with `\` or `^`, or within quotes; comments between the lines are skipped, as in REST Client.
 * A word with an unclosed quote is left out, because nothing could be written after it.
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

/** The current quoting, and the unfinished word. */
interface State {
  quote: Quote;
  start: BlockPosition | null;
}

/** The end of a line ends a word unless it is within quotes. */
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

/** The offset of the mark that continues the line, or -1. */
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

/** Reads one character or one `{{variable}}`, keeping track of quotes. */
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
 * Windows programs read backslashes literally except before a quote, where two make one and an odd one escapes it.
 * Within `^"`, a backslash may be written `^\`, as browsers do.
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
  // Text that runs to the end is read up to the closing quote.
  if (length === 0 && next < end) return { next, quote, literal: "\\".repeat(count) };
  const isEscape = count % 2 === 1 && next < end;
  const literal = "\\".repeat(count >> 1) + (isEscape ? '"' : "");
  return { next: isEscape ? next + length : next, quote, literal };
}

/** The length of the closing quote at an offset; 0 if there is none. A `"` also closes what `^"` opened. */
export function closingAt(text: string, at: number, end: number, quote: Quote): number {
  const mark = closing(quote);
  if (mark === "") return 0;
  if (text.startsWith(mark, at) && at + mark.length <= end) return mark.length;
  return quote === "caret" && at < end && text.charCodeAt(at) === DOUBLE_QUOTE ? 1 : 0;
}

/** The text that part of a word means. */
export function unquote(written: string, quote: Quote): string {
  let literal = "";
  for (let at = 0; at < written.length;) {
    const read = step(written, at, written.length, quote);
    literal += read.literal;
    ({ next: at, quote } = read);
  }
  return literal;
}

/** The closing quote; empty outside quotes. */
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

/**
 * Writes a text as one word that a POSIX shell and REST Client read alike: REST Client strips the quotes around a word
 * and unescapes nothing.
 * @param values the values of the text's `{{variables}}`, which tools insert before they interpret quotes
 * @returns `undefined` if there is no such word
 */
export function wordForAll(text: string, values: string): string | undefined {
  if (!(text + values).includes("'")) return `'${text}'`;
  return /["$\\`]/.test(outsideVariables(text).join("")) || values.includes('"') ? undefined : `"${text}"`;
}

/** Can a text replace the contents of a quoted word without changing how tools read the word? */
export function fitsInQuotes(text: string, word: string, values: string): boolean {
  const mark = word.charAt(0);
  const inner = word.slice(1, -1);
  if ((mark !== "'" && mark !== '"') || word.length < 2 || !word.endsWith(mark) || inner.includes(mark)) return false;
  if ((text + values).includes(mark)) return false;
  return mark === "'" || !/["$\\`]/.test(outsideVariables(text).join(""));
}

/** Escapes a text for use within quotes. A `{{variable}}` is left alone, because tools expand it first. */
export function quoted(text: string, quote: Quote): string {
  if (quote === "bare") return `'${quoted(text, "single")}'`;
  if (quote === "cmdBare") return `"${quoted(text, "cmd")}"`;
  const outside = outsideVariables(text);
  let at = 0;
  const parts = outside.map((part, index) => {
    const start = at + part.length;
    at = index + 1 < outside.length ? text.indexOf("}}", start + 2) + 2 : start;
    return escaped(part, quote) + text.slice(start, at);
  });
  return parts.join("");
}

/** The parts of a text before, between and after its `{{variables}}`. */
function outsideVariables(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
    const close = text.indexOf("}}", open + 2);
    if (close < 0) break;
    parts.push(text.slice(from, open));
    from = close + 2;
  }
  return [...parts, text.slice(from)];
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
      // Backslashes are special only before a quote, and the closing quote follows at the end.
      return text.replace(/\\+|"/g, (run, at: number) =>
        run === '"' ? '\\"' : (text[at + run.length] ?? '"') === '"' ? run + run : run,
      );
    case "caret":
      return escaped(text, "cmd").replace(/["&|<>^()%!]/g, "^$&");
  }
}
