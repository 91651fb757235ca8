import { readBlock } from "./block.ts";
import { LineCursor } from "./cursor.ts";
import type { HttpDocument } from "./model.ts";
import { type PackedBlock, Packer } from "./packedBlock.ts";

/** Reads a `.http` text in one pass, linear in its length. Any text is a document; nothing throws. */
export function parse(text: string): HttpDocument {
  const cursor = new LineCursor(text);
  const packer = new Packer();
  const blocks: PackedBlock[] = [];
  while (!cursor.done) blocks.push(readBlock(cursor, packer));
  return { text, blocks, lineCount: cursor.line };
}
