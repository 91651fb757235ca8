import { BOM, endOfLine, lineBreakAt, skipBlanks } from "./text.ts";
import type { Span } from "./model.ts";

const HASH = 0x23;

/** Does a separator (`###`) start here? Only in a line's first column, as REST Client has it. */
function isSeparatorAt(text: string, offset: number): boolean {
  return (
    text.charCodeAt(offset) === HASH && text.charCodeAt(offset + 1) === HASH && text.charCodeAt(offset + 2) === HASH
  );
}

/** A line to come back to. */
export type Mark = Pick<LineCursor, "start" | "line">;

/** Walks a text line by line and knows in which block it is. All its fields are absolute. */
export class LineCursor {
  readonly text: string;
  /** True past the last line; the text after a final line break is one more, empty, line. */
  done = false;
  line: number;
  /** Where the line starts. */
  start = 0;
  /** Where its text starts: after a byte order mark. */
  from = 0;
  /** Its first character that is no white space, or `end`. */
  first = 0;
  /** Where its line break stands, or the end of the text. */
  end = 0;
  /** It is a separator. */
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

  /** Goes back to a line of the block. */
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

  /** Leaves the rest of the block unread: only line breaks and separators are looked for. */
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

  /** A piece of this line as the model keeps it. */
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
