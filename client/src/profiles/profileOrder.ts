import type { SessionState } from "../session/session.ts";

/** Profiles as people look for them: that of the file, those with a live token, those with one at all, the rest. */
export function inOrder(
  names: readonly string[],
  first: string | undefined,
  stateOf: (name: string) => SessionState,
): string[] {
  const rank = (name: string): number => {
    if (name === first) return Infinity;
    const state = stateOf(name);
    if (!("token" in state)) return 0;
    // The most recently fetched token comes first.
    return state.token.issuedAt * (state.kind === "live" ? 2 : 1);
  };
  const ranks = new Map(names.map((name) => [name, rank(name)]));
  return names.toSorted((one, other) => {
    const [a = 0, b = 0] = [ranks.get(one), ranks.get(other)];
    return a === b ? 0 : b - a;
  });
}
