/**
 * The blocks of a large text are many, and all of them survive each collection of garbage while it is read: what a model
 * weighs is what its parse costs. So the numbers of many blocks lie behind each other in one array, which no collection
 * looks into, and the spans are made of them when somebody asks.
 */
import { Draft } from "./draft.ts";
import type { Block, HeaderSpan, RequestSpan, Span, VariableSpan } from "./model.ts";
import { lineSpan, LineHeader } from "./spans.ts";

// The places of a block's numbers; those of a request line and of an `Authorization` stand there where it has them.
const LINE_COUNT = 0;
const LENGTH = 1;
const FLAGS = 2;
const TITLE_START = 3;
const TITLE_END = 4;

const REQUEST = 5;
const FROM = REQUEST;
const NUMBER = REQUEST + 1;
const START = REQUEST + 2;
const END = REQUEST + 3;
const METHOD_END = REQUEST + 4;
const URL_START = REQUEST + 5;
const URL_END = REQUEST + 6;
const VERSION_START = REQUEST + 7;
const BODY_LINE = REQUEST + 8;

const HEADER = REQUEST + 9;
const HEADER_FROM = HEADER;
const HEADER_LINE = HEADER + 1;
const HEADER_START = HEADER + 2;
const NAME_END = HEADER + 3;
const VALUE_START = HEADER + 4;
const VALUE_END = HEADER + 5;
const HEADER_END = HEADER + 6;
const END_LINE = HEADER + 7;
const END_FROM = HEADER + 8;

const MOST = HEADER + 9;

const IS_SEPARATED = 1;
const HAS_REQUEST_LINE = 2;
const ACCEPTS_HEADER = 4;
const HAS_AUTHORIZATION = 8;

/** An edit reads one block, and keeps its array as long as that stands; a file reads many. */
const SMALLEST_ARRAY = MOST;
const LARGEST_ARRAY = 16_384;

/** What few blocks have. */
interface Rest {
  readonly name: Span | null;
  readonly profile: Span | null;
  readonly headerProfile: Span | null;
  readonly variables: readonly VariableSpan[];
  readonly urlParts: readonly Span[];
  readonly curl: RequestSpan | null;
}

const NO_REST: Rest = { name: null, profile: null, headerProfile: null, variables: [], urlParts: [], curl: null };

export class PackedBlock implements Block {
  readonly line: number;
  readonly offset: number;
  readonly #numbers: Int32Array;
  /** Where its numbers start. */
  readonly #at: number;
  readonly #rest: Rest;

  constructor(line: number, offset: number, numbers: Int32Array, at: number, rest: Rest) {
    this.line = line;
    this.offset = offset;
    this.#numbers = numbers;
    this.#at = at;
    this.#rest = rest;
  }

  get lineCount(): number {
    return this.#number(LINE_COUNT);
  }

  get length(): number {
    return this.#number(LENGTH);
  }

  get isSeparated(): boolean {
    return this.#has(IS_SEPARATED);
  }

  get title(): Span | null {
    const end = this.#number(TITLE_END);
    return end === 0 ? null : lineSpan(this.#number(TITLE_START), end, 0, 0);
  }

  get name(): Span | null {
    return this.#rest.name;
  }

  get profile(): Span | null {
    return this.#rest.profile;
  }

  get headerProfile(): Span | null {
    return this.#rest.headerProfile;
  }

  get variables(): readonly VariableSpan[] {
    return this.#rest.variables;
  }

  get request(): RequestSpan | null {
    if (!this.#has(HAS_REQUEST_LINE)) return this.#rest.curl;
    return new LineRequest(this.#numbers, this.#at, this.#rest.urlParts);
  }

  movedBy(lines: number, offsets: number): PackedBlock {
    return new PackedBlock(this.line + lines, this.offset + offsets, this.#numbers, this.#at, this.#rest);
  }

  #number(place: number): number {
    return this.#numbers[this.#at + place] ?? 0;
  }

  #has(flag: number): boolean {
    return (this.#number(FLAGS) & flag) !== 0;
  }
}

/** A request with a request line. */
class LineRequest implements RequestSpan {
  readonly urlParts: readonly Span[];
  readonly curl = null;
  readonly #numbers: Int32Array;
  readonly #at: number;

  constructor(numbers: Int32Array, at: number, urlParts: readonly Span[]) {
    this.#numbers = numbers;
    this.#at = at;
    this.urlParts = urlParts;
  }

  get line(): Span {
    return this.#span(START, END);
  }

  get method(): Span | null {
    return this.#number(METHOD_END) < 0 ? null : this.#span(START, METHOD_END);
  }

  get url(): Span {
    return this.#span(URL_START, URL_END);
  }

  get version(): Span | null {
    return this.#number(VERSION_START) < 0 ? null : this.#span(VERSION_START, END);
  }

  get acceptsHeader(): boolean {
    return (this.#number(FLAGS) & ACCEPTS_HEADER) !== 0;
  }

  get authorization(): HeaderSpan | null {
    if ((this.#number(FLAGS) & HAS_AUTHORIZATION) === 0) return null;
    const header = new LineHeader(
      this.#number(HEADER_FROM),
      this.#number(HEADER_LINE),
      this.#number(HEADER_START),
      this.#number(NAME_END),
      this.#number(VALUE_START),
      this.#number(VALUE_END),
      this.#number(HEADER_END),
    );
    header.endLine = this.#number(END_LINE);
    header.endFrom = this.#number(END_FROM);
    return header;
  }

  get bodyLine(): number {
    return this.#number(BODY_LINE);
  }

  #span(start: number, end: number): Span {
    return lineSpan(this.#number(start), this.#number(end), this.#number(NUMBER), this.#number(FROM));
  }

  #number(place: number): number {
    return this.#numbers[this.#at + place] ?? 0;
  }
}

/** Packs the blocks that its draft is filled with, one after the other. */
export class Packer {
  readonly draft = new Draft();
  #numbers = new Int32Array(SMALLEST_ARRAY);
  #used = 0;

  /**
   * Makes a block of the draft, and clears that for the next one.
   * @param line of the block's start, as is `offset` (UTF-16 units)
   */
  pack(line: number, offset: number, lineCount: number, length: number): PackedBlock {
    if (this.#used + MOST > this.#numbers.length) {
      this.#numbers = new Int32Array(Math.min(2 * this.#numbers.length, LARGEST_ARRAY));
      this.#used = 0;
    }
    const numbers = this.#numbers;
    const at = this.#used;
    const { draft } = this;
    const { hasRequestLine, requestLine, authorization } = draft;
    numbers[at + LINE_COUNT] = lineCount;
    numbers[at + LENGTH] = length;
    numbers[at + FLAGS] =
      (draft.isSeparated ? IS_SEPARATED : 0) |
      (hasRequestLine ? HAS_REQUEST_LINE : 0) |
      (requestLine.acceptsHeader ? ACCEPTS_HEADER : 0) |
      (authorization ? HAS_AUTHORIZATION : 0);
    numbers[at + TITLE_START] = draft.titleStart;
    numbers[at + TITLE_END] = draft.titleEnd;
    if (hasRequestLine) {
      numbers[at + FROM] = requestLine.from;
      numbers[at + NUMBER] = requestLine.number;
      numbers[at + START] = requestLine.start;
      numbers[at + END] = requestLine.end;
      numbers[at + METHOD_END] = requestLine.methodEnd;
      numbers[at + URL_START] = requestLine.urlStart;
      numbers[at + URL_END] = requestLine.urlEnd;
      numbers[at + VERSION_START] = requestLine.versionStart;
      numbers[at + BODY_LINE] = draft.bodyLine;
    }
    if (authorization) {
      numbers[at + HEADER_FROM] = authorization.from;
      numbers[at + HEADER_LINE] = authorization.line;
      numbers[at + HEADER_START] = authorization.start;
      numbers[at + NAME_END] = authorization.nameEnd;
      numbers[at + VALUE_START] = authorization.valueStart;
      numbers[at + VALUE_END] = authorization.valueEnd;
      numbers[at + HEADER_END] = authorization.end;
      numbers[at + END_LINE] = authorization.endLine;
      numbers[at + END_FROM] = authorization.endFrom;
    }
    this.#used = at + (authorization ? MOST : hasRequestLine ? HEADER : REQUEST);
    const block = new PackedBlock(line, offset, numbers, at, restOf(draft));
    draft.clear();
    return block;
  }
}

function restOf({ name, profile, headerProfile, variables, urlParts, curl }: Draft): Rest {
  if (!(name ?? profile ?? headerProfile ?? variables ?? urlParts ?? curl)) return NO_REST;
  return { name, profile, headerProfile, variables: variables ?? [], urlParts: urlParts ?? [], curl };
}
