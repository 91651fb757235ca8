import type { HeaderSpan, RequestSpan, Span, VariableSpan } from "./model.ts";

/** The parts of a block read so far. */
export class BlockDraft {
  title: Span | null = null;
  /** The last directive of each kind counts. */
  name: Span | null = null;
  profile: Span | null = null;
  /** The last profile among the headers, which are read later. */
  headerProfile: Span | null = null;
  readonly variables: VariableSpan[] = [];
  readonly urlParts: Span[] = [];
  hasVariableNames = false;
  authorization: HeaderSpan | null = null;
  hasFurtherAuthorization = false;
  request: RequestSpan | null = null;
}
