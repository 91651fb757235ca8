import { hasRequest, rangeOf } from "../parse/model.ts";
import type { HttpDocument, Span } from "../parse/model.ts";
import { credentialsOf, mayBeToken, partsOf, withoutBearer } from "./authorization.ts";
import { findTokens, type FoundToken, type TokenLookup } from "./knownTokens.ts";
import { type BlockView, RequestView } from "./requestView.ts";
import { type Definition, soleVariable } from "./variables.ts";
import type { KnownToken } from "./analysisContext.ts";
import type { Range } from "../../../../common/protocol/documents.ts";

/** A known token in the text: the value of a variable, of the header for a token, or any other text. */
export interface TokenOccurrence {
  readonly known: KnownToken;
  readonly token: string;
  /** The range of the whole value of the variable or header; elsewhere, of just the token. */
  readonly range: Range;
  readonly within:
    | { readonly kind: "definition"; readonly definition: Definition }
    | { readonly kind: "authorization"; readonly request: RequestView }
    | { readonly kind: "elsewhere"; readonly found: FoundToken };
}

/** The known tokens in a block, each occurrence once. */
export function tokenOccurrences(view: BlockView, lookup: TokenLookup): TokenOccurrence[] {
  const { document, block, settings } = view;
  const texts: TokenOccurrence[] = [];
  const covered: { start: number; end: number }[] = [];
  const add = (span: Span, text: TokenOccurrence): void => {
    texts.push(text);
    covered.push({ start: block.offset + span.start, end: block.offset + span.end });
  };
  for (const definition of view.definitions) {
    const token = withoutBearer(definition.value);
    const known = lookup(token);
    const { valueRange: range } = definition;
    if (known) add(definition.variable.value, { known, token, range, within: { kind: "definition", definition } });
  }
  const request = hasRequest(block) ? new RequestView(document, block, settings) : undefined;
  const header = request?.authorization;
  // What a variable contains is found where it is defined.
  if (request && header && header.name.start !== header.value.start) {
    const credentials = credentialsOf(request, header);
    const { token } = partsOf(request, credentials.rest);
    const isToken = mayBeToken(request, credentials) && soleVariable(token) === undefined;
    const known = isToken ? lookup(token) : undefined;
    const range = rangeOf(block, header.value);
    if (known) add(header.value, { known, token, range, within: { kind: "authorization", request } });
  }
  for (const found of findTokens(document.text, block.offset, block.offset + block.length, lookup)) {
    if (covered.some(({ start, end }) => found.start < end && start < found.end)) continue;
    const { known, token } = found;
    const range = rangeIn(document, view, found);
    texts.push({ known, token, range, within: { kind: "elsewhere", found } });
  }
  return texts;
}

/** A token never spans lines. */
function rangeIn({ text }: HttpDocument, { block }: BlockView, { start, end }: FoundToken): Range {
  const before = text.slice(block.offset, start).split(/\r\n|\r|\n/);
  const line = block.line + before.length - 1;
  const character = before.at(-1)?.length ?? 0;
  return { start: { line, character }, end: { line, character: character + end - start } };
}
