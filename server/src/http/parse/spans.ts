/**
 * The spans that a text has many of. They keep the few numbers that differ and make the rest when it is asked for: what a
 * large text's model takes is what its parse costs, as most of it survives the collections of garbage on the way.
 */
import type { HeaderSpan, RequestSpan, Span } from "./model.ts";

const NO_PARTS: readonly Span[] = [];

/** A span that starts and ends on one line. */
class LineSpan implements Span {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;

  constructor(start: number, end: number, line: number, column: number) {
    this.start = start;
    this.end = end;
    this.line = line;
    this.column = column;
  }

  get endLine(): number {
    return this.line;
  }

  get endColumn(): number {
    return this.column + this.end - this.start;
  }
}

/** @param from where the line starts; all offsets are the block's, in UTF-16 units */
export function lineSpan(start: number, end: number, line: number, from: number): Span {
  return new LineSpan(start, end, line, start - from);
}

/** Where the parts of a request line stand, as offsets in the block; -1 for one that it has not. */
export interface RequestLineOffsets {
  /** Of the line, and its number in the block. */
  readonly from: number;
  readonly number: number;
  /** Of its first character, and behind its last, that is no white space. */
  readonly start: number;
  readonly end: number;
  readonly methodEnd: number;
  readonly urlStart: number;
  readonly urlEnd: number;
  readonly versionStart: number;
}

/** A request with a request line. What stands below that is set when it has been read. */
export class LineRequest implements RequestSpan {
  readonly acceptsHeader: boolean;
  urlParts: readonly Span[] = NO_PARTS;
  authorization: HeaderSpan | null = null;
  bodyLine = 0;
  readonly curl = null;
  readonly from: number;
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly methodEnd: number;
  readonly urlStart: number;
  readonly urlEnd: number;
  readonly versionStart: number;

  constructor(offsets: RequestLineOffsets, acceptsHeader: boolean) {
    this.acceptsHeader = acceptsHeader;
    this.from = offsets.from;
    this.number = offsets.number;
    this.start = offsets.start;
    this.end = offsets.end;
    this.methodEnd = offsets.methodEnd;
    this.urlStart = offsets.urlStart;
    this.urlEnd = offsets.urlEnd;
    this.versionStart = offsets.versionStart;
  }

  get line(): Span {
    return this.#span(this.start, this.end);
  }

  get method(): Span | null {
    return this.methodEnd < 0 ? null : this.#span(this.start, this.methodEnd);
  }

  get url(): Span {
    return this.#span(this.urlStart, this.urlEnd);
  }

  get version(): Span | null {
    return this.versionStart < 0 ? null : this.#span(this.versionStart, this.end);
  }

  #span(start: number, end: number): Span {
    return lineSpan(start, end, this.number, this.from);
  }
}

/** A header on its line; lines that continue it move its ends. */
export class LineHeader implements HeaderSpan {
  readonly from: number;
  readonly line: number;
  readonly start: number;
  readonly nameEnd: number;
  readonly valueStart: number;
  valueEnd: number;
  end: number;
  /** The last line that continues it, and where that starts. */
  endLine: number;
  endFrom: number;

  constructor(
    from: number,
    line: number,
    start: number,
    nameEnd: number,
    valueStart: number,
    valueEnd: number,
    end: number,
  ) {
    this.from = from;
    this.line = line;
    this.start = start;
    this.nameEnd = nameEnd;
    this.valueStart = valueStart;
    this.valueEnd = valueEnd;
    this.end = end;
    this.endLine = line;
    this.endFrom = from;
  }

  get name(): Span {
    return lineSpan(this.start, this.nameEnd, this.line, this.from);
  }

  get value(): Span {
    return this.#spanTo(this.valueStart, this.valueEnd);
  }

  get field(): Span {
    return this.#spanTo(this.start, this.end);
  }

  #spanTo(start: number, end: number): Span {
    const { from, line, endLine, endFrom } = this;
    return { start, end, line, column: start - from, endLine, endColumn: end - endFrom };
  }
}
