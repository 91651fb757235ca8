/** Longer words are compared by their beginning, in UTF-16 units. */
const LONGEST = 64;

/** Words in the order of their likeness to one that is none of them. */
export function nearest(word: string, words: readonly string[]): string[] {
  const distances = words.map((candidate) => ({ candidate, distance: editDistance(word, candidate) }));
  return distances.sort((a, b) => a.distance - b.distance).map(({ candidate }) => candidate);
}

/** How many letters have to be put in, left out or changed (Levenshtein), whatever their case. */
export function editDistance(first: string, second: string): number {
  const a = first.slice(0, LONGEST).toLowerCase();
  const b = second.slice(0, LONGEST).toLowerCase();
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(changed, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
