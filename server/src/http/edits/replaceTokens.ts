import type { TextEdit } from "../../../../common/protocol/documents.ts";
import { credentialsOf, isBearer, withoutBearer } from "../facts/authorization.ts";
import { tokensWith } from "../facts/digest.ts";
import { isHeaderText, type Refusal } from "./authorize.ts";
import { recordsIn } from "../facts/records.ts";
import { BlockView, RequestView } from "../facts/requestView.ts";
import { hasRequest } from "../parse/model.ts";
import type { HttpDocument, Span } from "../parse/model.ts";

/**
 * The edits that put a token in the place of others, wherever one stands as the `Authorization` of a request or as the
 * value of a variable. They touch the tokens' own text alone: how a request writes its token stays. What records a
 * response keeps the token that was sent.
 * @param uri of the document
 * @param digests of the tokens that are replaced
 */
export function replaceTokens(
  document: HttpDocument,
  uri: string,
  digests: readonly string[],
  accessToken: string,
): TextEdit[] | Refusal {
  if (!isHeaderText(accessToken)) return { refused: "unsafeToken" };
  const isReplaced = tokensWith(new Set(digests));
  const edits: TextEdit[] = [];
  const replace = (view: BlockView, span: Span, token: string): void => {
    if (token === accessToken || !isReplaced(token)) return;
    const part = partOf(view.textOf(span), span, token);
    if (part !== undefined) edits.push({ range: view.rangeOf(part), newText: accessToken });
  };

  const records = recordsIn(document, uri);
  for (const block of document.blocks) {
    if (records.has(block)) continue;
    const view = new BlockView(document, block);
    for (const { value, variable } of view.definitions) replace(view, variable.value, withoutBearer(value));
    const header = block.request?.authorization;
    if (!header || !hasRequest(block)) continue;
    const credentials = credentialsOf(new RequestView(document, block), header);
    if (isBearer(credentials)) replace(view, header.value, credentials.rest);
  }
  return edits;
}

/** Where in a piece of text a token stands; `undefined` where it is written in another way, with a shell's escapes. */
function partOf(text: string, { start, line, column, endLine }: Span, token: string): Span | undefined {
  const at = text.lastIndexOf(token);
  if (at < 0 || line !== endLine) return undefined;
  const from = column + at;
  return {
    start: start + at,
    end: start + at + token.length,
    line,
    column: from,
    endLine: line,
    endColumn: from + token.length,
  };
}
