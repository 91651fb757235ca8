/**
 * A piece of a text that edits replaced, in UTF-16 offsets: `oldStart…oldEnd` of the text as it was is now
 * `newStart…newEnd`. What lies between two damages is the same in both texts.
 */
export interface Damage {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** Beyond so many the list costs more than it saves: one damage from the first to the last takes their place. */
const MOST_DAMAGES = 256;

/** How far the text behind the damage has moved, in UTF-16 units. */
export function shiftBehind(damage: Damage | undefined): number {
  return damage === undefined ? 0 : damage.newEnd - damage.oldEnd;
}

/**
 * Adds one more edit to damages that lie in order and do not touch.
 * @param start of what the edit replaces, in the text as the damages left it, like `end`
 * @param length of what it puts there
 */
export function addDamage(damages: readonly Damage[], start: number, end: number, length: number): Damage[] {
  const before = damages.filter((damage) => damage.newEnd < start);
  const behind = damages.filter((damage) => damage.newStart > end);
  const last = damages.length - behind.length;
  const [first] = damages.slice(before.length, last);
  const newStart = Math.min(start, first?.newStart ?? start);
  // Where the edit touches no other, its neighbour before it tells how far the text has moved.
  const reached = damages[last - 1];
  const replacedEnd = first === undefined ? end : Math.max(end, reached?.newEnd ?? end);
  const growth = length - (end - start);
  const added = [
    ...before,
    {
      oldStart: newStart - shiftBehind(before.at(-1)),
      oldEnd: replacedEnd - shiftBehind(reached),
      newStart,
      newEnd: replacedEnd + growth,
    },
    ...behind.map((damage) => ({
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
