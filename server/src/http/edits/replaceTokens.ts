import type { Position, TextEdit } from "../../../../common/protocol/documents.ts";
import { type TokenOccurrence, tokenOccurrences } from "../facts/tokenOccurrences.ts";
import type { KnownToken } from "../facts/analysisContext.ts";
import { tokensWith } from "../facts/digest.ts";
import { blocksWithResponses } from "../facts/savedResponses.ts";
import { isOtherHost, type ProfileSettings } from "../facts/requestProfile.ts";
import { BlockView, requestsOf, type RequestView } from "../facts/requestView.ts";
import { targetOf } from "../facts/target.ts";
import type { Block, HttpDocument, Span } from "../parse/model.ts";
import { definitionEdit, headerEdit } from "./edits.ts";
import { encodeToken } from "./encodeToken.ts";
import { namesIn } from "./references.ts";
import type { EditRefusal } from "./editRefusal.ts";
import { isHeaderText } from "./unsafeTokens.ts";

export interface Replacement {
  /** The tokens to replace, by digest. */
  readonly digests: readonly string[];
  readonly accessToken: string;
  /**
   * Leaves alone the requests whose host this profile's tokens are not for, and the variables that only they use. Without
   * a profile, hosts do not count.
   */
  readonly profile?: string | undefined;
}

/**
 * The edits that replace tokens wherever they are in a document. They change only the text of the tokens and keep how
 * it is encoded. Saved responses keep the token that was sent.
 * @param uri of the document
 */
export function replaceTokens(
  document: HttpDocument,
  uri: string,
  { digests, accessToken, profile }: Replacement,
  settings: ProfileSettings = {},
): TextEdit[] | EditRefusal {
  if (!isHeaderText(accessToken)) return { refused: "unsafeToken" };
  const isReplaced = tokensWith(new Set(digests));
  const old: KnownToken = { digest: "", profile: "", expiresAt: 0 };
  const lookup = (token: string): KnownToken | undefined =>
    token !== accessToken && isReplaced(token) ? old : undefined;
  const records = blocksWithResponses(document, uri);
  const isLeft = profile === undefined ? () => false : sentElsewhere(document, profile, settings);
  return document.blocks
    .filter((block) => !records.has(block))
    .flatMap((block) =>
      tokenOccurrences(new BlockView(document, block, settings), lookup).filter(({ within }) => !isLeft(block, within)),
    )
    .flatMap((text) => replaceOccurrence(text, accessToken) ?? []);
}

/** Tells which tokens only reach hosts that are not their profile's. */
function sentElsewhere(
  document: HttpDocument,
  profile: string,
  settings: ProfileSettings,
): (block: Block, within: TokenOccurrence["within"]) => boolean {
  const others = requestsOf(document, settings).filter((request) => {
    const target = targetOf(request, settings.outside);
    return target !== undefined && isOtherHost(target.url, profile, settings);
  });
  if (others.length === 0) return () => false;
  const inOrder = others.map(({ block }) => block);
  const blocks = new Set<Block>(inOrder);
  const theirs = namesIn(document, containing(inOrder));
  const isInOther = containing(inOrder);
  const elsewhere = namesIn(document, (offset) => !isInOther(offset));
  return (block, within) => {
    if (within.kind !== "definition") return blocks.has(block);
    const { name } = within.definition;
    return theirs.has(name) && !elsewhere.has(name);
  };
}

/** Tells whether an offset is in one of the blocks, for offsets that only grow. */
function containing(blocks: readonly Block[]): (offset: number) => boolean {
  let index = 0;
  return (offset) => {
    while ((blocks[index + 1]?.offset ?? Infinity) <= offset) index++;
    const block = blocks[index];
    return block !== undefined && offset >= block.offset && offset < block.offset + block.length;
  };
}

/** Replaces one token; `undefined` if the result could not be read back. */
export function replaceOccurrence(
  { token, range, within }: TokenOccurrence,
  accessToken: string,
): TextEdit | undefined {
  switch (within.kind) {
    case "definition": {
      return definitionEdit(within.definition, replaced(within.definition.value, token, accessToken)) ?? undefined;
    }
    case "authorization": {
      const { request } = within;
      const header = request.headersNamed(request.header.name).find(({ value }) => value.includes(token));
      if (!header) return undefined;
      const edit = replaceInHeader(request, header.span.value, token, accessToken);
      if (edit) return edit;
      return headerEdit(request, header, replaced(header.value, token, accessToken)) ?? undefined;
    }
    case "elsewhere": {
      const newText = encodeToken(accessToken, within.found.encoding);
      return newText === undefined ? undefined : { range, newText };
    }
  }
}

/** Replaces only the token in a header's value; `undefined` if quotes or several lines keep it from being found. */
export function replaceInHeader(
  request: RequestView,
  value: Span,
  token: string,
  accessToken: string,
): TextEdit | undefined {
  const { start, end } = request.rangeOf(value);
  const at = request.textOf(value).lastIndexOf(token);
  if (start.line !== end.line || at < 0 || encodeToken(accessToken, "plain") === undefined) return undefined;
  const place = (length: number): Position => ({ line: start.line, character: start.character + at + length });
  return { range: { start: place(0), end: place(token.length) }, newText: accessToken };
}

/** A value with its last token replaced. */
function replaced(value: string, token: string, accessToken: string): string {
  const at = value.lastIndexOf(token);
  return value.slice(0, at) + accessToken + value.slice(at + token.length);
}
