import { readBlock } from "./block.ts";
import { LineCursor } from "./cursor.ts";
import { shiftAfter } from "./damage.ts";
import type { Damage } from "./damage.ts";
import type { Block, HttpDocument } from "./model.ts";

const SEPARATOR_LENGTH = "###".length;

/**
 * The model of an edited text, equal to a fresh parse. Only blocks that the edits touched are parsed again, and those
 * after them up to the next separator of the old text; all others are reused and shifted.
 * @param document the old model, which is not changed
 * @param damages sorted, not touching each other
 */
export function update(document: HttpDocument, text: string, damages: readonly Damage[]): HttpDocument {
  const old = document.blocks;
  const blocks: Block[] = [];
  /** The first old block that is neither reused nor parsed again. */
  let next = 0;
  /** How many damages end before the current position. */
  let passed = 0;
  let lines = 0;
  let offsets = 0;
  const startOf = (index: number): number => old[index]?.offset ?? Infinity;

  for (let damage = damages[0]; damage !== undefined; damage = damages[passed]) {
    // A block ends where the next separator starts, so damage to a separator is also damage to the block before it.
    const reach = damage.oldStart - SEPARATOR_LENGTH;
    const first = next;
    while (startOf(next + 1) <= reach) next++;
    // The start of a block without a separator decides where the block before it ends.
    if (next > first && old[next]?.isSeparated === false) next--;
    keep(blocks, old, first, next, lines, offsets);

    const { line = 0, offset = 0 } = old[next] ?? {};
    const cursor = new LineCursor(text, offset + offsets, line + lines);
    let isKnown = false;
    do {
      blocks.push(readBlock(cursor));
      while ((damages[passed]?.newEnd ?? Infinity) <= cursor.start) passed++;
      // A block that starts between two damages may be an old one.
      if (cursor.start > (damages[passed]?.newStart ?? Infinity)) continue;
      const before = cursor.start - shiftAfter(damages[passed - 1]);
      while (startOf(next) < before) next++;
      // The first block is read again where text came before it: a byte order mark counts only at the start of a text.
      isKnown = before > 0 && startOf(next) === before;
    } while (!cursor.done && !isKnown);

    if (cursor.done) {
      next = old.length;
      break;
    }
    lines = cursor.line - (old[next]?.line ?? 0);
    offsets = cursor.start - (old[next]?.offset ?? 0);
  }
  keep(blocks, old, next, old.length, lines, offsets);
  const last = blocks.at(-1);
  return { text, blocks, lineCount: last === undefined ? 0 : last.line + last.lineCount };
}

/** Copies blocks, shifted by lines and UTF-16 units. */
function keep(to: Block[], from: readonly Block[], first: number, end: number, lines: number, offsets: number): void {
  for (let index = first; index < end; index++) {
    const block = from[index];
    if (block === undefined) break;
    const isMoved = lines !== 0 || offsets !== 0;
    to.push(isMoved ? { ...block, line: block.line + lines, offset: block.offset + offsets } : block);
  }
}
