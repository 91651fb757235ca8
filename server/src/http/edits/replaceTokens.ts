import type { TextEdit } from "../../../../common/protocol/documents.ts";
import { type TokenOccurrence, tokenOccurrences } from "../facts/tokenOccurrences.ts";
import type { KnownToken } from "../facts/analysisContext.ts";
import { tokensWith } from "../facts/digest.ts";
import { blocksWithResponses } from "../facts/savedResponses.ts";
import { BlockView } from "../facts/requestView.ts";
import type { HttpDocument } from "../parse/model.ts";
import { definitionEdit, headerEdit } from "./edits.ts";
import { encodeToken } from "./encodeToken.ts";
import { isHeaderText, type Refusal } from "./refusals.ts";

/**
 * The edits that replace tokens wherever they are in a document. They change only the text of the tokens and keep how
 * it is encoded. Saved responses keep the token that was sent.
 * @param uri of the document
 * @param digests of the tokens to replace
 */
export function replaceTokens(
  document: HttpDocument,
  uri: string,
  digests: readonly string[],
  accessToken: string,
): TextEdit[] | Refusal {
  if (!isHeaderText(accessToken)) return { refused: "unsafeToken" };
  const isReplaced = tokensWith(new Set(digests));
  const old: KnownToken = { digest: "", profile: "", expiresAt: 0 };
  const lookup = (token: string): KnownToken | undefined =>
    token !== accessToken && isReplaced(token) ? old : undefined;
  const records = blocksWithResponses(document, uri);
  return document.blocks
    .filter((block) => !records.has(block))
    .flatMap((block) => tokenOccurrences(new BlockView(document, block), lookup))
    .flatMap((text) => replaceOccurrence(text, accessToken) ?? []);
}

/** Replaces one token; `undefined` if the result could not be read back. */
export function replaceOccurrence(
  { token, range, within }: TokenOccurrence,
  accessToken: string,
): TextEdit | undefined {
  switch (within.kind) {
    case "definition": {
      const { value } = within.definition;
      return definitionEdit(within.definition, value.slice(0, value.length - token.length) + accessToken) ?? undefined;
    }
    case "authorization": {
      const { request } = within;
      const header = request.headersNamed("Authorization").find(({ value }) => value.endsWith(token));
      if (!header) return undefined;
      const written = request.textOf(header.span.value);
      const { start, end } = range;
      if (start.line === end.line && written.endsWith(token) && encodeToken(accessToken, "plain") !== undefined) {
        const own = { start: { line: end.line, character: end.character - token.length }, end };
        return { range: own, newText: accessToken };
      }
      const scheme = header.value.slice(0, header.value.length - token.length);
      return headerEdit(request, header, scheme + accessToken) ?? undefined;
    }
    case "elsewhere": {
      const newText = encodeToken(accessToken, within.found.encoding);
      return newText === undefined ? undefined : { range, newText };
    }
  }
}
