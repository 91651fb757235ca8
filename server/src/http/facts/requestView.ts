import type { Position, Range } from "../../../../common/protocol/documents.ts";
import { type Block, hasRequest, rangeOf, textOf } from "../parse/model.ts";
import type { HeaderSpan, HttpDocument, RequestBlock, RequestSpan, Span } from "../parse/model.ts";
import { type HttpHeader, readAllHeaders } from "./headers.ts";
import { AUTHORIZATION, TokenHeader } from "../../../../common/tokenHeader.ts";
import type { OutsideVariables } from "./outsideVariables.ts";
import { blockAt, lineAt } from "./lineLookup.ts";
import { namedProfile, ownProfileOf, profileOf } from "./profiles.ts";
import { type ProfileSettings, type RequestProfile, requestProfile } from "./requestProfile.ts";
import { targetOf } from "./target.ts";
import { type Definition, definitionsIn, type Variables, variablesOf } from "./variables.ts";

/** A block of a document, and the facts in its text. Lines and ranges are the document's, not the block's. */
export class BlockView<B extends Block = Block> {
  readonly document: HttpDocument;
  readonly block: B;
  readonly settings: ProfileSettings;

  /** @param settings decide its profile, and thereby the header for its token */
  constructor(document: HttpDocument, block: B, settings: ProfileSettings = {}) {
    this.document = document;
    this.block = block;
    this.settings = settings;
  }

  /** All variables of the document. */
  get variables(): Variables {
    return variablesOf(this.document);
  }

  /** The variables that this block defines. */
  get definitions(): Definition[] {
    return definitionsIn(this.document, this.block);
  }

  /** The profile that a directive sets for it: its own, else the file's. */
  get profile(): string | undefined {
    return profileOf(this.document, this.block);
  }

  /** The profile that its own directive names, unless it is the file's anyway. */
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

/** A request in a document. Its text is read on demand. */
export class RequestView extends BlockView<RequestBlock> {
  #headers: readonly HttpHeader[] | undefined;
  #header: TokenHeader | undefined;
  #chosenProfile: RequestProfile | undefined;

  get request(): RequestSpan {
    return this.block.request;
  }

  /** The line of the request line. */
  get line(): number {
    return this.block.line + this.request.line.line;
  }

  /** The range of its block: from the separator (or the start of the document) to the next one. */
  get range(): Range {
    const { block, document } = this;
    const start = { line: block.line, character: 0 };
    const next = block.line + block.lineCount;
    return { start, end: next < document.lineCount ? { line: next, character: 0 } : this.end };
  }

  /** The end of its last line, without the line break. */
  get end(): Position {
    const line = this.block.line + this.block.lineCount - 1;
    const last = lineAt(this.document, line);
    return { line, character: last ? last.end - last.start : 0 };
  }

  /** The request line without surrounding white space. */
  get lineRange(): Range {
    return this.rangeOf(this.request.line);
  }

  /** In upper case. */
  get method(): string {
    const { method, curl } = this.request;
    return method ? this.textOf(method).toUpperCase() : (curl?.impliedMethod ?? "GET");
  }

  /** As written, including continuation lines. */
  get url(): string {
    const { url, urlParts } = this.request;
    if (urlParts.length === 0) return this.textOf(url);
    // The HTTP version follows the last part.
    return [url, ...urlParts]
      .map((part) => this.textOf(part))
      .join("")
      .replace(/\sHTTP\/.*/i, "")
      .trimEnd();
  }

  get title(): string | undefined {
    return this.block.title ? this.textOf(this.block.title) : undefined;
  }

  get name(): string | undefined {
    return this.block.name ? this.textOf(this.block.name) : undefined;
  }

  /** The profile it is for: see {@link requestProfile}. */
  get chosenProfile(): RequestProfile | undefined {
    return (this.#chosenProfile ??= this.#chooseProfile());
  }

  #chooseProfile(): RequestProfile | undefined {
    const { document, block, settings } = this;
    const named = namedProfile(document, block);
    // Finding the host costs more than all the rest.
    const isHostNeeded = named === undefined && settings.profiles !== undefined;
    return requestProfile(named, isHostNeeded ? targetOf(this, settings.outside)?.url : undefined, settings);
  }

  /** The header for its profile's token, which nothing but this decides. */
  get header(): TokenHeader {
    return (this.#header ??= this.#readHeader());
  }

  #readHeader(): TokenHeader {
    const { profiles = {} } = this.settings;
    // The profile need not be known if all have the same header.
    const isCustom = Object.values(profiles).some((one) => (one.header ?? one.headerValue) !== undefined);
    const name = isCustom ? this.chosenProfile?.name : undefined;
    return name !== undefined && Object.hasOwn(profiles, name) ? new TokenHeader(profiles[name]) : USUAL_HEADER;
  }

  /** The first header for a token; it is the one that counts. */
  get authorization(): HeaderSpan | null {
    return this.#isInModel ? this.request.authorization : (this.headersNamed(this.header.name)[0]?.span ?? null);
  }

  /** Further headers of that name. */
  get furtherAuthorizations(): HttpHeader[] {
    if (this.#isInModel && !this.request.hasFurtherAuthorization) return [];
    const first = this.authorization;
    return this.headersNamed(this.header.name).filter(({ span }) => span.field.start !== first?.field.start);
  }

  /** Does the model contain the header? Only `Authorization`, and only where it is written out. */
  get #isInModel(): boolean {
    return !this.request.hasVariableNames && this.header.isAuthorization;
  }

  /** Options of a command that send a password in place of the header for a token. */
  get passwordOptions(): readonly Span[] {
    return this.header.isAuthorization ? (this.request.curl?.userOptions ?? []) : [];
  }

  /** The names of headers with credentials: `Authorization`, and the one for a token if it is a different one. */
  get credentialNames(): string[] {
    const { header } = this;
    return header.isAuthorization ? [AUTHORIZATION] : [AUTHORIZATION, header.name];
  }

  get headers(): readonly HttpHeader[] {
    return (this.#headers ??= readAllHeaders(this.document, this.block, (text) => this.#headerIn(text)));
  }

  /** The header in a variable that may contain a whole one; references in its value may remain. */
  #headerIn(text: string): string | undefined {
    return this.expand(text) ?? [...this.chain(text)].at(-1)?.value ?? this.expand(text, this.settings.outside);
  }

  headersNamed(name: string): HttpHeader[] {
    const lower = name.toLowerCase();
    return this.headers.filter((header) => header.name.toLowerCase() === lower);
  }

  /**
   * Expands the variables in a text; `undefined` if the value of one is not known.
   * @param outside where to look for variables that the file does not define; nowhere if absent
   */
  expand(text: string, outside?: OutsideVariables): string | undefined {
    return this.variables.expand(text, this.line, outside);
  }

  /** The definition of a variable that applies to this request. */
  definitionOf(name: string): Definition | undefined {
    return this.variables.at(name, this.line);
  }

  /** The definitions that a text refers to, following variables that name variables. */
  chain(text: string, nameIn?: (text: string) => string | undefined): Generator<Definition> {
    return this.variables.chain(text, this.line, nameIn);
  }
}

const USUAL_HEADER = new TokenHeader();

/** The requests of a document, in order. */
export function requestsOf(document: HttpDocument, settings?: ProfileSettings): RequestView[] {
  return document.blocks.filter(hasRequest).map((block) => new RequestView(document, block, settings));
}

/** The request in the block of a line. */
export function requestAtLine(
  document: HttpDocument,
  line: number,
  settings?: ProfileSettings,
): RequestView | undefined {
  const block = blockAt(document, line);
  return hasRequest(block) ? new RequestView(document, block, settings) : undefined;
}
