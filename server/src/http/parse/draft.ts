import type { RequestSpan, Span, VariableSpan } from "./model.ts";
import type { LineHeader } from "./spans.ts";

/** Where a request line and its parts stand. */
export class RequestLine {
  /** Where the line starts, and its number in the block. */
  from = 0;
  number = 0;
  /** Of its first character, and behind its last, that is no white space. */
  start = 0;
  end = 0;
  /** -1 for a URL alone. */
  methodEnd = -1;
  urlStart = 0;
  urlEnd = 0;
  /** -1 where it has none. */
  versionStart = -1;
  /** False where a request of this kind has no `Authorization` header. */
  acceptsHeader = false;
  /** False where what stands below its headers may be the next request. */
  mayHaveBody = false;
}

/**
 * What has been read of a block so far. One serves all blocks of a text, one after the other: to throw one away for each
 * would cost a good part of what reading a block does. Offsets count from the block's start, in UTF-16 units.
 */
export class Draft {
  isSeparated = false;
  /** Of the title; both 0 where there is none. */
  titleStart = 0;
  titleEnd = 0;
  /** The directives that count: the last one of a kind stands. */
  name: Span | null = null;
  profile: Span | null = null;
  /** The last one among the headers, which come later. */
  headerProfile: Span | null = null;
  /** Most blocks have none: they need no list of their own. */
  variables: VariableSpan[] | null = null;
  /** Is there a request line, and where: that of an earlier block where there is none. */
  hasRequestLine = false;
  readonly requestLine = new RequestLine();
  urlParts: Span[] | null = null;
  authorization: LineHeader | null = null;
  /** The line after the last header. */
  bodyLine = 0;
  curl: RequestSpan | null = null;

  clear(): void {
    this.isSeparated = false;
    this.titleStart = this.titleEnd = 0;
    this.name = this.profile = this.headerProfile = null;
    this.variables = this.urlParts = null;
    this.hasRequestLine = false;
    this.authorization = this.curl = null;
  }
}
