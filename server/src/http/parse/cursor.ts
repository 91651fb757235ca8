import { BOM, endOfLine, lineBreakAt, skipBlanks } from "./text.ts";
import type { Span } from "./model.ts";

const HASH = 0x23;

/** Does a separator (`###`) start here? Only in the first column, as in REST Client. */
function isSeparatorAt(text: string, offset: number): boolean {
  return (
    text.charCodeAt(offset) === HASH && text.charCodeAt(offset + 1) === HASH && text.charCodeAt(offset + 2) === HASH
  );
}

/** A line to return to. */
export type Mark = Pick<LineCursor, "start" | "line">;

/** Iterates over a text line by line within blocks. All its fields are absolute. */
export class LineCursor {
  readonly text: string;
  /** True past the last line; after a final line break there is one more, empty, line. */
  done = false;
  line: number;
  start = 0;
  /** Where the line's text starts: after a byte order mark. */
  from = 0;
  /** The first character that is not white space, or `end`. */
  first = 0;
  /** The offset of the line break, or the end of the text. */
  end = 0;
  /** The line is a separator. */
  separator = false;
  blockLine: number;
  blockOffset: number;

  /** @param offset of the start of line `line` */
  constructor(text: string, offset = 0, line = 0) {
    this.text = text;
    this.line = line;
    this.blockLine = line;
    this.blockOffset = offset;
    this.#load(offset);
  }

  get blank(): boolean {
    return this.first === this.end;
  }

  get indented(): boolean {
    return this.first > this.from;
  }

  /** At the next block's separator, or past the last line. */
  atBlockEnd(): boolean {
    return this.done || this.separator;
  }

  beginBlock(): void {
    this.blockLine = this.line;
    this.blockOffset = this.start;
  }

  mark(): Mark {
    return { start: this.start, line: this.line };
  }

  /** Returns to an earlier line of the block. */
  reset({ start, line }: Mark): void {
    this.done = false;
    this.line = line;
    this.#load(start);
  }

  /** Goes to the next line. @returns false past the last one */
  next(): boolean {
    const size = lineBreakAt(this.text, this.end).length;
    this.line++;
    if (size > 0) this.#load(this.end + size);
    else this.#finish();
    return !this.done;
  }

  /** Skips the rest of the block, looking only for line breaks and separators. */
  skipBlock(): void {
    if (this.atBlockEnd()) return;
    let end = this.end;
    for (;;) {
      const size = lineBreakAt(this.text, end).length;
      this.line++;
      if (size === 0) {
        this.end = end;
        this.#finish();
        return;
      }
      if (isSeparatorAt(this.text, end + size)) {
        this.#load(end + size);
        return;
      }
      end = endOfLine(this.text, end + size);
    }
  }

  /** Part of this line, as the model stores it. */
  span(from: number, to: number): Span {
    const line = this.line - this.blockLine;
    return {
      start: from - this.blockOffset,
      end: to - this.blockOffset,
      line,
      column: from - this.start,
      endLine: line,
      endColumn: to - this.start,
    };
  }

  #load(offset: number): void {
    this.start = offset;
    this.from = offset === 0 && this.text.charCodeAt(0) === BOM ? 1 : offset;
    this.end = endOfLine(this.text, this.from);
    this.first = skipBlanks(this.text, this.from, this.end);
    this.separator = isSeparatorAt(this.text, this.from);
  }

  #finish(): void {
    this.done = true;
    this.separator = false;
    this.start = this.from = this.first = this.end;
  }
}
