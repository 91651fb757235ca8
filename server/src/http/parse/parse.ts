import { readBlock } from "./block.ts";
import { LineCursor } from "./cursor.ts";
import type { Block, HttpDocument } from "./model.ts";

/** Reads a `.http` text in one pass, linear in its length. Any text is a document; nothing throws. */
export function parse(text: string): HttpDocument {
  const cursor = new LineCursor(text);
  const blocks: Block[] = [];
  while (!cursor.done) blocks.push(readBlock(cursor));
  return { text, blocks, lineCount: cursor.line };
}
