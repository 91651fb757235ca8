/**
 * What is known of a text: blocks, each with at most one request. Inside a block every place is relative to the block's
 * start, so that an edit re-reads the blocks it touches and moves the rest by their `line` and `offset` alone. The model
 * holds no text: a piece of a string would keep the whole old text of a document alive.
 */
import type { Range } from "../../../../common/protocol/documents.ts";

/** A piece of a block. Offsets and lines count from the block's start, columns from the line's; UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/**
 * How a piece of a word is quoted: not at all, by `'…'`, by `"…"` or by `$'…'`; in cmd not at all, by `"…"` or by
 * `^"…^"`, in which `^` still escapes.
 */
export type Quote = "bare" | "single" | "double" | "ansi" | "cmdBare" | "cmd" | "caret";
/** A shell is known by what its words start with. */
export type Shell = Extract<Quote, "bare" | "cmdBare">;

export interface ValueSpan extends Span {
  /** How it is quoted at its start, where it is a command's. */
  readonly quote?: Quote;
}

/** A header field; the value runs over its continuation lines (RFC 9112 §5.2). */
export interface HeaderSpan {
  /** Of an option that stands for `Authorization: Bearer`, the option; its value is the token alone. */
  readonly name: Span;
  readonly isBearerOption?: boolean;
  /** The line is one `{{variable}}` that holds name and value; both spans are the line's. */
  readonly isVariable?: boolean;
  readonly value: ValueSpan;
  /** From the name to the end of the last line, white space included; a command's argument with its quotes. */
  readonly field: Span;
  /** In a command, all that goes with it: its option too, and what parts that from the word before. */
  readonly option?: Span;
  /** The `--header` of a command, with its `=`; absent where the option is spelled `-H`. */
  readonly longOption?: Span;
}

/** A request line: `METHOD target [HTTP/x]`, a URL alone, or the first line of a `curl` command. */
export interface RequestLineSpan {
  /** From its first to its last character that is no white space. */
  readonly line: Span;
  /** `null` for a URL alone, which is a GET, and for a command without `-X`. */
  readonly method: Span | null;
  readonly url: Span;
  readonly version: Span | null;
  /** False where a request of this kind has no `Authorization` header. */
  readonly acceptsHeader: boolean;
}

export interface RequestSpan extends RequestLineSpan {
  /** The lines below the request line that continue its URL. */
  readonly urlParts: readonly Span[];
  /** The first one: it counts where there are several. */
  readonly authorization: HeaderSpan | null;
  /** There is another one. */
  readonly hasFurtherAuthorization: boolean;
  /** Lines among the headers that are one `{{variable}}`: it may hold a whole header. */
  readonly variableLines: readonly Span[];
  /** The line after the last header: blank, a script, a separator or past the end. */
  readonly bodyLine: number;
  /** What else there is to a `curl` command. */
  readonly curl: CurlSpan | null;
}

/** The two ways to spell the option for a header. */
export type HeaderOption = "-H" | "--header";

export interface CurlSpan {
  readonly shell: Shell;
  /** The method without `-X`. */
  readonly impliedMethod: string;
  /** Its options make curl write another `Authorization` than Bearer's. */
  readonly usesOtherScheme: boolean;
  /** They have it send a password that everybody on the way can read (RFC 7617). */
  readonly sendsPassword: boolean;
  /** An empty place where another option may stand: behind the URL, or before a `--` above that. */
  readonly optionPlace: Span;
  /** How the command spells its header options; REST Client reads no `--header` where there is an `-H`. */
  readonly headerOptions: readonly HeaderOption[];
}

export interface VariableSpan {
  readonly name: Span;
  readonly value: Span;
}

/** From a separator (or the start of the text) to the next one, or to a request that follows without. */
export interface Block {
  /** Where it stands now: the first line, and its UTF-16 offset. */
  readonly line: number;
  readonly offset: number;
  readonly lineCount: number;
  /** UTF-16 units, line breaks included. */
  readonly length: number;
  /** Opened by a separator; the first block may have none, and a request that follows one without a body. */
  readonly isSeparated: boolean;
  /** What follows `###`. */
  readonly title: Span | null;
  /** The last `# @name`. */
  readonly name: Span | null;
  /** The last `# @argus` before the request line, and the last among the headers. */
  readonly profile: Span | null;
  readonly headerProfile: Span | null;
  readonly variables: readonly VariableSpan[];
  readonly request: RequestSpan | null;
}

export type RequestBlock = Block & { readonly request: RequestSpan };

export function hasRequest(block: Block | undefined): block is RequestBlock {
  return block?.request != null;
}

/** There is always at least one block. */
export interface HttpDocument {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly lineCount: number;
}

export function rangeOf(block: Block, span: Span): Range {
  return {
    start: { line: block.line + span.line, character: span.column },
    end: { line: block.line + span.endLine, character: span.endColumn },
  };
}

export function textOf(document: HttpDocument, block: Block, span: Span): string {
  return document.text.slice(block.offset + span.start, block.offset + span.end);
}
