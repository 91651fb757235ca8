import type { LineCursor } from "./cursor.ts";
import type { HeaderOption, HeaderSpan, Quote, RequestSpan, Span, UrlGuard, ValueSpan } from "./model.ts";
import { argumentsOf, movedBy, OPTION_MARK, END_OF_OPTIONS, written } from "./curlArguments.ts";
import type { Argument, Source } from "./curlArguments.ts";
import { readWords, shellOf, step } from "./shell.ts";
import type { BlockPosition } from "./shell.ts";
import { endOfLine, isBlank, skipWord, trimEnd } from "./text.ts";

/** Options that make curl write its own `Authorization`. */
const OTHER_SCHEMES = ["user", "basic", "digest", "ntlm", "negotiate", "anyauth", "aws-sigv4"];

/** Those that prove knowledge of a secret without sending it. */
const HIDING_SCHEMES = ["digest", "ntlm", "negotiate", "aws-sigv4"];

const UPPER_C = 0x43;
const LOWER_C = 0x63;

/** The option whose value is an access token. */
const BEARER_OPTION = "oauth2-bearer";

/** Does a `curl` command start here? */
export function isCurl(cursor: LineCursor): boolean {
  const { text, first, end } = cursor;
  const code = text.charCodeAt(first);
  if (code !== UPPER_C && code !== LOWER_C) return false;
  const wordEnd = skipWord(text, first, Math.min(end, first + "curl.exe".length + 2));
  const word = text.slice(first, wordEnd);
  return wordEnd < end ? /^curl(?:\.exe)?$/i.test(word) : /^curl(?:\.exe)?[\\^]$/i.test(word);
}

/**
 * Reads a `curl` command and leaves the cursor on the line after it. Options have the meaning that curl gives them.
 * @param collect receives every header
 * @returns `null` if the command has no URL
 */
export function readCurl(cursor: LineCursor, collect?: HeaderSpan[]): RequestSpan | null {
  const { text, first, end } = cursor;
  const line = cursor.span(first, trimEnd(text, first, end));
  const shell = shellOf(text, first, end);
  const source: Source = { text, offset: cursor.blockOffset, shell };
  const words = readWords(cursor, shell);
  const all = argumentsOf(source, words);

  const url = urlOf(source, all);
  if (!url) return null;
  const method = all.find(({ option }) => option === "request");
  let authorization: HeaderSpan | null = null;
  let bearer: HeaderSpan | null = null;
  let authorizations = 0;
  let hasVariableNames = false;
  const spellings = new Set<HeaderOption>();
  for (const argument of all) {
    const isBearer = argument.option === BEARER_OPTION;
    const header = isBearer
      ? bearerOf(source, argument)
      : argument.option === "header"
        ? headerOf(source, argument)
        : null;
    if (argument.option === "header") spellings.add(isLong(source, argument) ? "--header" : "-H");
    if (!header) continue;
    collect?.push(header);
    if (header.isVariable) hasVariableNames = true;
    if (isBearer) bearer = header;
    else if (writtenAt(source, header.name).toLowerCase() !== "authorization") continue;
    else authorization ??= header;
    authorizations++;
  }
  // An explicit header replaces the one that options produce; if an option is repeated, the last one counts.
  authorization ??= bearer;
  const options = new Set(all.map(({ option }) => option));
  const endOfOptions = all.find(({ option }) => option === END_OF_OPTIONS);
  const optionPlace = endOfOptions && endOfOptions.first.offset < url.start.offset ? endOfOptions.before : url.end;
  return {
    line,
    method: method ? contentOf(source, method) : null,
    url: contentOf(source, url),
    version: null,
    acceptsHeader: true,
    urlParts: [],
    hasVariableNames,
    authorization,
    hasFurtherAuthorization: authorizations > 1,
    bodyLine: cursor.line - cursor.blockLine,
    curl: {
      shell,
      impliedMethod: impliedMethod(options),
      userOptions: all
        .filter(({ option, start, end }) => option === "user" && start.offset < end.offset)
        .map((argument) => spanOf(optionStart(source, argument), argument.end)),
      usesOtherScheme: authorization === null && OTHER_SCHEMES.some((option) => options.has(option)),
      sendsPassword:
        authorization === null && options.has("user") && !HIDING_SCHEMES.some((option) => options.has(option)),
      optionPlace: spanOf(optionPlace, optionPlace),
      headerOptions: [...spellings],
      urlGuard: urlGuardOf(source, all, url),
      hasLoneTab: words.some(({ start }, index) => isLoneTab(source, words[index - 1]?.end ?? start, start)),
    },
  };
}

/** Is there a single tab between two words, and no space? */
function isLoneTab(source: Source, end: BlockPosition, start: BlockPosition): boolean {
  return (
    source.shell === "bare" &&
    start.offset > end.offset &&
    written(source, end, start).replace(/[\\\r\n]/g, "") === "\t"
  );
}

/** Options for a token or a key, which may be removed from before a URL. */
const REMOVABLE = new Set(["header", "user", BEARER_OPTION]);

/** Flags whose value REST Client takes for the URL. */
const WITH_URL = new Set(["L", "location", "compressed"]);

function urlGuardOf(source: Source, all: readonly Argument[], url: Argument): UrlGuard | null {
  if (url.option !== "" || source.shell !== "bare") return null;
  const before = all.slice(0, all.indexOf(url));
  const options: Span[] = [];
  let flag = before.pop();
  while (flag && REMOVABLE.has(flag.option) && flag.start.offset < flag.end.offset) {
    options.unshift(spanOf(optionStart(source, flag), flag.end));
    const isOneOfLetters = flag.first.offset === flag.before.offset;
    flag = before.pop();
    if (isOneOfLetters) break;
  }
  if (options.length === 0 || !flag || !takesNextWord(source, flag)) return null;
  // Beside one of these flags, REST Client takes the URL from that and not from `--url`. A `--no-…` flag has no value to it.
  return { options, substitute: all.some(({ option }) => WITH_URL.has(option)) ? "--no-progress-meter" : "--url" };
}

/** Does REST Client take the word after an option for its value, although curl does not? It knows no option by name. */
function takesNextWord(source: Source, { option, first, start, end }: Argument): boolean {
  if (option === "" || option === END_OF_OPTIONS || WITH_URL.has(option)) return false;
  if (start.offset === end.offset) return true;
  const isInSameWord = !/^--|\s/.test(written(source, first, start));
  return isInSameWord && option !== "request" && /^[A-Za-z_]\w*$/.test(written(source, start, end));
}

/** The method of a command without `-X`. */
function impliedMethod(options: ReadonlySet<string>): string {
  if (options.has("get")) return "GET";
  if (options.has("head")) return "HEAD";
  if (options.has("upload-file")) return "PUT";
  return [...options].some((option) => /^(?:data|data-.*|form|form-string|json)$/.test(option)) ? "POST" : "GET";
}

/**
 * The first argument that looks like a URL, among those that are not the value of an option: an unknown option may have
 * taken another.
 */
function urlOf(source: Source, all: readonly Argument[]): Argument | undefined {
  const alone = all.filter(({ option }) => option === "");
  return (
    all.find(({ option }) => option === "url") ??
    alone.find(({ start, end }) => /:\/\/|\{\{|\./.test(written(source, start, end))) ??
    alone[0]
  );
}

/** The content of a value between its quotes, if it has any. */
function contentOf(source: Source, { start, end }: Argument): ValueSpan {
  const { text, offset, shell } = source;
  const { next, quote, literal } = step(text, offset + start.offset, offset + end.offset, shell);
  if (literal !== "") return { ...spanOf(start, end), quote: shell };
  const from = movedBy(start, next - offset - start.offset);
  return { ...spanOf(from, contentEnd(source, from, end, quote)), quote };
}

function isLong({ text, offset }: Source, { first }: Argument): boolean {
  return text.startsWith(OPTION_MARK, offset + first.offset);
}

/** An access token as `--oauth2-bearer` takes it; `null` if it is empty, which curl refuses. */
function bearerOf(source: Source, argument: Argument): HeaderSpan | null {
  const { first, start, end } = argument;
  if (start.offset === end.offset) return null;
  return {
    name: spanOf(first, movedBy(first, OPTION_MARK.length + BEARER_OPTION.length)),
    isBearerOption: true,
    value: contentOf(source, argument),
    field: spanOf(start, end),
    option: spanOf(optionStart(source, argument), end),
  };
}

/** A header as `-H` takes it; `null` if it is not one (`@file`, `Name;`). */
function headerOf(source: Source, argument: Argument): HeaderSpan | null {
  const { start, end } = argument;
  const { text, offset, shell } = source;
  const stop = offset + end.offset;
  let at = offset + start.offset;
  let quote: Quote = shell;
  let name: BlockPosition | null = null;
  const option = {
    field: spanOf(start, end),
    option: spanOf(optionStart(source, argument), end),
    ...(isLong(source, argument) && { longOption: longOptionOf(source, argument) }),
  };
  while (at < stop && text.charAt(at) !== ":") {
    const read = step(text, at, stop, quote);
    if (read.literal !== "") name ??= movedBy(start, at - offset - start.offset);
    ({ next: at, quote } = read);
  }
  if (at >= stop) {
    const whole = contentOf(source, argument);
    return writtenAt(source, whole).includes("{{") ? { name: whole, value: whole, ...option, isVariable: true } : null;
  }
  if (!name || /[\r\n]/.test(text.slice(offset + start.offset, at))) return null;
  const nameEnd = movedBy(start, at - offset - start.offset);
  at++;
  while (at < stop && isBlank(text.charCodeAt(at)) && !/[\r\n]/.test(text.charAt(at))) at++;
  const from = movedBy(start, at - offset - start.offset);
  const valueEnd = contentEnd(source, from, end, quote);
  return {
    name: spanOf(name, nameEnd),
    value: { ...spanOf(from, valueEnd), quote },
    ...option,
    ...(writtenAt(source, spanOf(name, nameEnd)).includes("{{") && { isVariable: true }),
  };
}

function longOptionOf(source: Source, { first, start }: Argument): Span {
  const word = OPTION_MARK + "header";
  const end = movedBy(first, word.length);
  return spanOf(first, written(source, first, start) === `${word}=` ? start : end);
}

/**
 * Removing an option also removes the white space and continuation marks before it, but not comments. A line break is
 * kept if its line has more text, because the mark at its end may identify the shell.
 */
function optionStart(source: Source, { first, before, end }: Argument): BlockPosition {
  if (!/^[\s\\^]*$/.test(written(source, before, first))) return first;
  return before.line !== first.line && hasMore(source, end) ? first : before;
}

/** Is there more on the line after a word than a continuation mark? */
function hasMore({ text, offset, shell }: Source, end: BlockPosition): boolean {
  const at = offset + end.offset;
  const rest = text.slice(at, endOfLine(text, at)).trim();
  return rest !== "" && rest !== (shell === "bare" ? "\\" : "^");
}

/**
 * Where a value that starts at `from` within quotes ends: before the closing quote if that also ends the word, else at
 * the end of the word.
 */
function contentEnd({ text, offset }: Source, from: BlockPosition, end: BlockPosition, opened: Quote): BlockPosition {
  const stop = offset + end.offset;
  let at = offset + from.offset;
  let quote = opened;
  while (at < stop) {
    const read = step(text, at, stop, quote);
    if (read.quote !== opened) {
      const isLast = read.next === stop && opened !== "bare" && opened !== "cmdBare";
      return isLast ? { ...end, offset: end.offset - (stop - at), column: end.column - (stop - at) } : end;
    }
    ({ next: at, quote } = read);
  }
  return end;
}

function spanOf(start: BlockPosition, end: BlockPosition): Span {
  return {
    start: start.offset,
    end: end.offset,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

function writtenAt({ text, offset }: Source, span: Span): string {
  return text.slice(offset + span.start, offset + span.end);
}
