/**
 * A part of a text that edits replaced, in UTF-16 offsets: `oldStart…oldEnd` in the old text became `newStart…newEnd`.
 * Between damages both texts are the same.
 */
export interface Damage {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** With more damages than this, the list costs more than it saves, so they are merged into one. */
const MOST_DAMAGES = 256;

/** How far the text after the damage has moved, in UTF-16 units. */
export function shiftAfter(damage: Damage | undefined): number {
  return damage === undefined ? 0 : damage.newEnd - damage.oldEnd;
}

/**
 * Adds an edit to sorted damages that do not touch each other.
 * @param start of the replaced text, in the text after the earlier damages; `end` likewise
 * @param length of the new text
 */
export function addDamage(damages: readonly Damage[], start: number, end: number, length: number): Damage[] {
  const before = damages.filter((damage) => damage.newEnd < start);
  const after = damages.filter((damage) => damage.newStart > end);
  const last = damages.length - after.length;
  const [first] = damages.slice(before.length, last);
  const newStart = Math.min(start, first?.newStart ?? start);
  // If the edit touches no other damage, the one before it tells how far the text has moved.
  const reached = damages[last - 1];
  const replacedEnd = first === undefined ? end : Math.max(end, reached?.newEnd ?? end);
  const growth = length - (end - start);
  const added = [
    ...before,
    {
      oldStart: newStart - shiftAfter(before.at(-1)),
      oldEnd: replacedEnd - shiftAfter(reached),
      newStart,
      newEnd: replacedEnd + growth,
    },
    ...after.map((damage) => ({
      ...damage,
      newStart: damage.newStart + growth,
      newEnd: damage.newEnd + growth,
    })),
  ];
  return added.length > MOST_DAMAGES ? [hull(added)] : added;
}

function hull(damages: readonly Damage[]): Damage {
  const { oldStart, newStart } = damages[0] ?? { oldStart: 0, newStart: 0 };
  const { oldEnd, newEnd } = damages.at(-1) ?? { oldEnd: 0, newEnd: 0 };
  return { oldStart, oldEnd, newStart, newEnd };
}
