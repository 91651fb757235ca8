import type { Position, Range } from "../../../../common/protocol/documents.ts";
import { type Block, hasRequest, rangeOf, textOf } from "../parse/model.ts";
import type { HeaderSpan, HttpDocument, RequestBlock, RequestSpan, Span } from "../parse/model.ts";
import { type HttpHeader, readAllHeaders } from "./headers.ts";
import type { OutsideVariables } from "./outsideVariables.ts";
import { blockAt, lineAt } from "./lineLookup.ts";
import { ownProfileOf, profileOf } from "./profiles.ts";
import { type Definition, definitionsIn, type Variables, variablesOf } from "./variables.ts";

/** A block of a document, and what its text says; all lines and ranges are the document's. */
export class BlockView<B extends Block = Block> {
  readonly document: HttpDocument;
  readonly block: B;

  constructor(document: HttpDocument, block: B) {
    this.document = document;
    this.block = block;
  }

  /** Those of the whole document. */
  get variables(): Variables {
    return variablesOf(this.document);
  }

  /** The variables that the block itself defines. */
  get definitions(): Definition[] {
    return definitionsIn(this.document, this.block);
  }

  /** The profile that a directive gives it: its own, else the file's. */
  get profile(): string | undefined {
    return profileOf(this.document, this.block);
  }

  /** The profile that it names for itself, where it is not the file's anyway. */
  get ownProfile(): string | undefined {
    return ownProfileOf(this.document, this.block);
  }

  textOf(span: Span): string {
    return textOf(this.document, this.block, span);
  }

  rangeOf(span: Span): Range {
    return rangeOf(this.block, span);
  }
}

/** A request at its place in a document. What its text says is read when it is asked for. */
export class RequestView extends BlockView<RequestBlock> {
  #headers: readonly HttpHeader[] | undefined;

  get request(): RequestSpan {
    return this.block.request;
  }

  /** Of the request line. */
  get line(): number {
    return this.block.line + this.request.line.line;
  }

  /** Its block: from the separator (or the start of the document) to the next one. */
  get range(): Range {
    const { block, document } = this;
    const start = { line: block.line, character: 0 };
    const next = block.line + block.lineCount;
    return { start, end: next < document.lineCount ? { line: next, character: 0 } : this.end };
  }

  /** The end of its last line, before that line's break. */
  get end(): Position {
    const line = this.block.line + this.block.lineCount - 1;
    const last = lineAt(this.document, line);
    return { line, character: last ? last.end - last.start : 0 };
  }

  /** The request line without the white space around it. */
  get lineRange(): Range {
    return this.rangeOf(this.request.line);
  }

  /** In capitals. */
  get method(): string {
    const { method, curl } = this.request;
    return method ? this.textOf(method).toUpperCase() : (curl?.impliedMethod ?? "GET");
  }

  /** As written, with the lines that continue it. */
  get url(): string {
    const { url, urlParts } = this.request;
    if (urlParts.length === 0) return this.textOf(url);
    // The version stands behind the last part.
    return [url, ...urlParts]
      .map((part) => this.textOf(part))
      .join("")
      .replace(/\sHTTP\/[\d.]+$/i, "")
      .trimEnd();
  }

  get title(): string | undefined {
    return this.block.title ? this.textOf(this.block.title) : undefined;
  }

  /** From `# @name`. */
  get name(): string | undefined {
    return this.block.name ? this.textOf(this.block.name) : undefined;
  }

  /** The first `Authorization` header; it counts where there are several. */
  get authorization(): HeaderSpan | null {
    const { authorization, variableLines } = this.request;
    return variableLines.length === 0 ? authorization : (this.headersNamed("Authorization")[0]?.span ?? null);
  }

  /** The `Authorization` headers but the one that counts. */
  get furtherAuthorizations(): HttpHeader[] {
    const { hasFurtherAuthorization, variableLines } = this.request;
    if (!hasFurtherAuthorization && variableLines.length === 0) return [];
    const first = this.authorization;
    return this.headersNamed("Authorization").filter(({ span }) => span.field.start !== first?.field.start);
  }

  get headers(): readonly HttpHeader[] {
    return (this.#headers ??= readAllHeaders(this.document, this.block, (text) => this.expand(text)));
  }

  headersNamed(name: string): HttpHeader[] {
    const lower = name.toLowerCase();
    return this.headers.filter((header) => header.name.toLowerCase() === lower);
  }

  /**
   * Puts the values of variables into a text; `undefined` where one has no known value.
   * @param outside where to look for those that the file does not define; by default nowhere
   */
  expand(text: string, outside?: OutsideVariables): string | undefined {
    return this.variables.expand(text, this.line, outside);
  }

  /** The definition that counts for this request. */
  definitionOf(name: string): Definition | undefined {
    return this.variables.at(name, this.line);
  }

  /** The definitions that a text leads to through variables that name variables. */
  chain(text: string, nameIn?: (text: string) => string | undefined): Generator<Definition> {
    return this.variables.chain(text, this.line, nameIn);
  }
}

/** The requests of a document, in order. */
export function requestsOf(document: HttpDocument): RequestView[] {
  return document.blocks.filter(hasRequest).map((block) => new RequestView(document, block));
}

/** The request whose block holds a line. */
export function requestAtLine(document: HttpDocument, line: number): RequestView | undefined {
  const block = blockAt(document, line);
  return hasRequest(block) ? new RequestView(document, block) : undefined;
}
