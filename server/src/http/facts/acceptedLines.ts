/**
 * What a new line would be read as. Only the parser can tell: lines in scripts, block comments, bodies and saved
 * responses look like any other. So these functions parse the block up to that line, plus a probe line, and look at the
 * result.
 */
import { type Block, hasRequest, type HttpDocument } from "../parse/model.ts";
import { parse } from "../parse/parse.ts";
import { lineAt } from "./lineLookup.ts";

/** Would a request line be recognized there? */
export function acceptsRequestLine(document: HttpDocument, block: Block, line: number): boolean {
  const model = upTo(document, block, line, "GET https://x/");
  const at = line - block.line;
  return model.blocks.some((found) => hasRequest(found) && found.line + found.request.line.line === at);
}

/** Would a directive there apply to this request or a later one? */
export function acceptsDirective(document: HttpDocument, block: Block, line: number): boolean {
  // A request without a body ends at the next one, and a directive above that one belongs to it.
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
