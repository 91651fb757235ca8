/**
 * The model of a text: blocks, each with at most one request. Positions in a block are relative to its start, so an
 * edit re-reads only the blocks it touches and shifts the `line` and `offset` of the rest. The model holds no strings:
 * a substring would keep the whole old text of a document in memory.
 */
import type { Range } from "../../../../common/protocol/documents.ts";

/**
 * A range in a block. Offsets and lines count from the start of the block, columns from the start of the line; in
 * UTF-16 units.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/**
 * How part of a word is quoted: not at all, by `'…'`, by `"…"` or by `$'…'`; in cmd not at all, by `"…"`, or by
 * `^"…^"`, where `^` still escapes.
 */
export type Quote = "bare" | "single" | "double" | "ansi" | "cmdBare" | "cmd" | "caret";
/** The quoting at the start of a word identifies the shell. */
export type Shell = Extract<Quote, "bare" | "cmdBare">;

export interface ValueSpan extends Span {
  /** In a command, the quoting at its start. */
  readonly quote?: Quote;
}

/** A header field; the value includes its continuation lines (RFC 9112 §5.2). */
export interface HeaderSpan {
  /** For an option that means `Authorization: Bearer`, the option; the value is then the token alone. */
  readonly name: Span;
  readonly isBearerOption?: boolean;
  /** The name, perhaps with the start of the value, comes from a variable; both spans then cover the whole header. */
  readonly isVariable?: boolean;
  readonly value: ValueSpan;
  /** From the name to the end of the last line, including white space; in a command, the argument with its quotes. */
  readonly field: Span;
  /** In a command, everything to remove with the header: its option and the white space before it. */
  readonly option?: Span;
  /** The `--header` of a command, including `=`; absent if the option is spelled `-H`. */
  readonly longOption?: Span;
}

/** A request line: `METHOD target [HTTP/x]`, a URL alone, or the first line of a `curl` command. */
export interface RequestLineSpan {
  /** Without surrounding white space. */
  readonly line: Span;
  /** `null` for a URL alone, which is a GET, and for a command without `-X`. */
  readonly method: Span | null;
  readonly url: Span;
  readonly version: Span | null;
  /** False if requests of this kind have no `Authorization` header. */
  readonly acceptsHeader: boolean;
}

export interface RequestSpan extends RequestLineSpan {
  /** The lines below the request line that continue its URL. */
  readonly urlParts: readonly Span[];
  /** The first one, which is the one that counts. */
  readonly authorization: HeaderSpan | null;
  readonly hasFurtherAuthorization: boolean;
  /** Variables contain the names of some headers, or whole ones, so that any of them may be an `Authorization`. */
  readonly hasVariableNames: boolean;
  /** The line after the last header: blank, a script, a separator or past the end. */
  readonly bodyLine: number;
  /** The parts that only a `curl` command has. */
  readonly curl: CurlSpan | null;
}

/** The two spellings of the header option. */
export type HeaderOption = "-H" | "--header";

export interface CurlSpan {
  readonly shell: Shell;
  /** The method of a command without `-X`. */
  readonly impliedMethod: string;
  /** Its options make curl send an `Authorization` other than Bearer. */
  readonly usesOtherScheme: boolean;
  /** Its `-u` options with their values: REST Client sends them in place of a header. */
  readonly userOptions: readonly Span[];
  /** Its options make curl send a password in the clear (RFC 7617). */
  readonly sendsPassword: boolean;
  /** The empty span where another option can be inserted: after the URL, or before a `--` above it. */
  readonly optionPlace: Span;
  /** The spellings of header options in this command; REST Client ignores `--header` if there is an `-H`. */
  readonly headerOptions: readonly HeaderOption[];
  readonly urlGuard: UrlGuard | null;
  /** REST Client does not split words at a single tab. */
  readonly hasLoneTab: boolean;
}

/**
 * Options between a flag and the URL, the last one directly before the URL. Without any of them, REST Client would take the
 * URL for the value of the flag, as in `curl -s https://…`.
 */
export interface UrlGuard {
  /** Each as {@link HeaderSpan.option} has it. */
  readonly options: readonly Span[];
  /** What may stand in their place: it changes nothing for curl. */
  readonly substitute: string;
}

export interface VariableSpan {
  readonly name: Span;
  readonly value: Span;
}

/** From a separator (or the start of the text) to the next one, or to a request that follows without one. */
export interface Block {
  /** The block's current first line and its UTF-16 offset. */
  readonly line: number;
  readonly offset: number;
  readonly lineCount: number;
  /** UTF-16 units, including line breaks. */
  readonly length: number;
  /** Whether it starts with a separator. The first block may not, nor a request that follows one without a body. */
  readonly isSeparated: boolean;
  /** The text after `###`. */
  readonly title: Span | null;
  /** From the last `# @name`. */
  readonly name: Span | null;
  /** From the last `# @argus` before the request line, and from the last among the headers. */
  readonly profile: Span | null;
  readonly headerProfile: Span | null;
  readonly variables: readonly VariableSpan[];
  readonly request: RequestSpan | null;
}

export type RequestBlock = Block & { readonly request: RequestSpan };

export function hasRequest(block: Block | undefined): block is RequestBlock {
  return block?.request != null;
}

/** Never empty. */
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
