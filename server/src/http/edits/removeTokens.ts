import type { RemoveTokensValue, TextEdit } from "../../../../common/protocol/documents.ts";
import { isTokenPlaceholder } from "../../../../common/tokenVariables.ts";
import { withoutBearer } from "../facts/authorization.ts";
import { type TokenPredicate, carriesArgusToken, isForToken } from "../facts/argusTokens.ts";
import type { HttpHeader } from "../facts/headers.ts";
import { tokenOccurrences } from "../facts/tokenOccurrences.ts";
import { tokenLookup } from "../facts/analysisContext.ts";
import type { AnalysisContext } from "../facts/analysisContext.ts";
import { profileSettings, type ProfileSettings } from "../facts/requestProfile.ts";
import type { TokenLookup } from "../facts/knownTokens.ts";
import { BlockView, type RequestView, requestsOf } from "../facts/requestView.ts";
import { definitionsIn, soleVariable } from "../facts/variables.ts";
import type { HttpDocument } from "../parse/model.ts";
import { removeAll } from "./lineEdits.ts";
import type { HeaderInBlock } from "./lineEdits.ts";
import { namesIn } from "./references.ts";
import { linesOf } from "./tokenDefinitions.ts";
import { unusedVariable } from "./unusedVariable.ts";

/**
 * The edits that remove Argus tokens from a document: headers that contain only a token or a placeholder for one, the
 * lines of token variables, and the text of tokens anywhere else. A variable that the remaining text refers to is kept,
 * without its value. Edits do not touch each other.
 */
export function removeTokens(document: HttpDocument, analysis: AnalysisContext): Omit<RemoveTokensValue, "version"> {
  const lookup = tokenLookup(analysis);
  const settings = profileSettings(analysis);
  const headers = headersWithTokens(document, settings, carriesArgusToken(analysis.held), lookup);
  const definitions = document.blocks
    .flatMap((block) => definitionsIn(document, block))
    .filter((definition) => isForToken(definition, lookup));

  const gone = new RemovedText(document);
  for (const { block, span } of headers) gone.add(block.offset, span.option ?? span.field);
  for (const { block, variable } of definitions) gone.add(block.offset, variable.value);
  const needed = namesIn(document, (offset) => !gone.has(offset));
  const [emptied, removed] = partition(definitions, ({ name }) => needed.has(name));

  const texts = document.blocks
    .flatMap((block) => tokenOccurrences(new BlockView(document, block, settings), lookup))
    .flatMap(({ within, range }) =>
      within.kind === "elsewhere" && !gone.has(within.found.start) ? [{ range, found: within.found }] : [],
    );
  // A line that is left empty would end a request's headers.
  const [lines, parts] = partition(texts, ({ found }) => isWholeLine(document.text, found));
  const edits = removeAll(document, [...linesOf(document, removed), ...lines.map(({ range }) => range)], headers);
  for (const range of [...emptied.map(({ valueRange }) => valueRange), ...parts.map((part) => part.range)])
    edits.push({ range, newText: "" });
  return { edits, count: headers.length + definitions.length + texts.length };
}

/** Removes a request's token: the first header for one, and the variable that only this header used. */
export function removeToken(request: RequestView): TextEdit[] {
  const span = request.authorization;
  if (!span) return [];
  const { document, block } = request;
  return removeAll(document, linesOf(document, unusedVariable(request)), [{ block, span }]);
}

function headersWithTokens(
  document: HttpDocument,
  settings: ProfileSettings,
  carries: TokenPredicate,
  lookup: TokenLookup,
): HeaderInBlock[] {
  return requestsOf(document, settings).flatMap((request): HeaderInBlock[] => {
    const holds = (header: HttpHeader): boolean =>
      request.header.isNamed(header.name) ? carries(request, header.span) : isTokenAlone(request, header.value, lookup);
    return request.headers.filter(holds).map(({ span }) => ({ block: request.block, span }));
  });
}

/** Is a header's value just a token or a placeholder for one, with or without the scheme? */
function isTokenAlone(request: RequestView, value: string, lookup: TokenLookup): boolean {
  const written = withoutBearer(value);
  const variable = soleVariable(written);
  if (variable !== undefined && isTokenPlaceholder(variable)) return true;
  const resolved = request.expand(written);
  return resolved !== undefined && lookup(withoutBearer(resolved)) !== undefined;
}

/** Is there nothing but spaces beside a part of a text on its line? */
function isWholeLine(text: string, { start, end }: { start: number; end: number }): boolean {
  const isSpace = (at: number): boolean => text[at] === " " || text[at] === "\t";
  const isEdge = (at: number): boolean => /^[\r\n]?$/.test(text.charAt(at));
  let [from, to] = [start - 1, end];
  while (isSpace(from)) from -= 1;
  while (isSpace(to)) to += 1;
  return isEdge(from) && isEdge(to);
}

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean) {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))] as const;
}

/** The parts of a text that are removed, in UTF-16 offsets. */
class RemovedText {
  readonly #text: Uint8Array;

  constructor({ text }: HttpDocument) {
    this.#text = new Uint8Array(text.length);
  }

  /** @param offset of the block that contains the span */
  add(offset: number, { start, end }: { start: number; end: number }): void {
    this.#text.fill(1, offset + start, offset + end);
  }

  has(offset: number): boolean {
    return this.#text[offset] === 1;
  }
}
