import { readBlock } from "./block.ts";
import { LineCursor } from "./cursor.ts";
import { shiftBehind } from "./damage.ts";
import type { Damage } from "./damage.ts";
import type { Block, HttpDocument } from "./model.ts";

const SEPARATOR_LENGTH = "###".length;

/**
 * The model of an edited text, equal to a fresh parse of it. Only the blocks that the edits touched are read again, and
 * those behind them up to the next separator that stood there before; all others are kept and moved.
 * @param document the model of the text before the edits; it stays as it is
 * @param damages in order, apart from each other
 */
export function update(document: HttpDocument, text: string, damages: readonly Damage[]): HttpDocument {
  const old = document.blocks;
  const blocks: Block[] = [];
  /** The first old block that is neither kept nor read again. */
  let next = 0;
  /** So many damages lie wholly before the place that is reached. */
  let passed = 0;
  let lines = 0;
  let offsets = 0;
  const startOf = (index: number): number => old[index]?.offset ?? Infinity;

  for (let damage = damages[0]; damage !== undefined; damage = damages[passed]) {
    // A block ends where the next separator starts: the damage of a separator is also that of the block before it.
    const reach = damage.oldStart - SEPARATOR_LENGTH;
    const first = next;
    while (startOf(next + 1) <= reach) next++;
    // What a block without a separator starts with decides where the block before it ends.
    if (next > first && old[next]?.isSeparated === false) next--;
    keep(blocks, old, first, next, lines, offsets);

    const { line = 0, offset = 0 } = old[next] ?? {};
    const cursor = new LineCursor(text, offset + offsets, line + lines);
    let isKnown = false;
    do {
      blocks.push(readBlock(cursor));
      while ((damages[passed]?.newEnd ?? Infinity) <= cursor.start) passed++;
      // What starts between two damages may be an old block.
      if (cursor.start > (damages[passed]?.newStart ?? Infinity)) continue;
      const before = cursor.start - shiftBehind(damages[passed - 1]);
      while (startOf(next) < before) next++;
      isKnown = startOf(next) === before;
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

/** Copies blocks, moved by lines and UTF-16 units. */
function keep(to: Block[], from: readonly Block[], first: number, end: number, lines: number, offsets: number): void {
  for (let index = first; index < end; index++) {
    const block = from[index];
    if (block === undefined) break;
    const isMoved = lines !== 0 || offsets !== 0;
    to.push(isMoved ? { ...block, line: block.line + lines, offset: block.offset + offsets } : block);
  }
}
