/**
 * The spans that a text has many of. They keep the few numbers that differ and make the rest when it is asked for: what a
 * large text's model takes is what its parse costs, as most of it survives the collections of garbage on the way.
 */
import type { HeaderSpan, Span } from "./model.ts";

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
