/** In UTF-16 units; only the beginning of longer words is compared. */
const LONGEST = 64;

/** Sorts words by their similarity to an unknown one. */
export function nearest(word: string, words: readonly string[]): string[] {
  const distances = words.map((candidate) => ({ candidate, distance: editDistance(word, candidate) }));
  return distances.sort((a, b) => a.distance - b.distance).map(({ candidate }) => candidate);
}

/** The Levenshtein distance, ignoring case. */
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
