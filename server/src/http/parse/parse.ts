import { readBlock } from "./block.ts";
import { LineCursor } from "./cursor.ts";
import type { Block, HttpDocument } from "./model.ts";

/** Parses a `.http` text in one pass, in linear time. Any text is valid; nothing throws. */
export function parse(text: string): HttpDocument {
  const cursor = new LineCursor(text);
  const blocks: Block[] = [];
  while (!cursor.done) blocks.push(readBlock(cursor));
  return { text, blocks, lineCount: cursor.line };
}
