/**
 * What a line would be. Only the parser knows: a line in a script, a block comment, a body or a saved response looks like
 * any other. So it reads the block up to there, with a line that can be told by what became of it.
 */
import { type Block, hasRequest, type HttpDocument } from "../parse/model.ts";
import { parse } from "../parse/parse.ts";
import { lineAt } from "./lineLookup.ts";

/** Would a request line on that line be one? */
export function acceptsRequestLine(document: HttpDocument, block: Block, line: number): boolean {
  const model = upTo(document, block, line, "GET https://x/");
  const at = line - block.line;
  return model.blocks.some((found) => hasRequest(found) && found.line + found.request.line.line === at);
}

/** Would a directive on that line count, for this request or for one that follows? */
export function acceptsDirective(document: HttpDocument, block: Block, line: number): boolean {
  // A request without a body ends where the next one begins, and what stands above that one is its own.
  const model = upTo(document, block, line, "# @argus x\nGET https://x/");
  const at = line - block.line;
  return model.blocks.some((found) =>
    [found.profile, found.headerProfile].some((profile) => profile && found.line + profile.line === at),
  );
}

function upTo(document: HttpDocument, block: Block, line: number, text: string): HttpDocument {
  const end = lineAt(document, line)?.start ?? block.offset;
  return parse(document.text.slice(block.offset, end) + text);
}
