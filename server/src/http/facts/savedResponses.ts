import type { Block, HttpDocument } from "../parse/model.ts";

const STATUS_LINE = /HTTP\/\d(?:\.\d)?[ \t]+\d{3}\b/y;
const MARK = "HTTP/";

/**
 * The blocks that contain a response. Together with the request above it, a response records what was sent; writing
 * another token into it would falsify that record. An untitled document with a response counts as a whole, however its
 * text falls into blocks.
 * @param uri of the document
 */
export function blocksWithResponses({ text, blocks }: HttpDocument, uri: string): ReadonlySet<Block> {
  const records = new Set<Block>();
  let index = 0;
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + MARK.length)) {
    if (!startsLine(text, at)) continue;
    STATUS_LINE.lastIndex = at;
    if (!STATUS_LINE.test(text)) continue;
    while ((blocks[index + 1]?.offset ?? Infinity) <= at) index++;
    const block = blocks[index];
    if (block) records.add(block);
  }
  return records.size > 0 && uri.startsWith("untitled:") ? new Set(blocks) : records;
}

/** Is there nothing before it on its line but white space, or the `<` with which `curl -v` prints an answer? */
function startsLine(text: string, at: number): boolean {
  const before = endBeforeSpace(text, at);
  const start = text[before - 1] === "<" ? endBeforeSpace(text, before - 1) : before;
  return start === 0 || /[\r\n]/.test(text.charAt(start - 1));
}

function endBeforeSpace(text: string, at: number): number {
  let end = at;
  while (end > 0 && /[^\S\r\n]/.test(text.charAt(end - 1))) end--;
  return end;
}
