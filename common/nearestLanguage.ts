/** Norwegian without a variant, and Nynorsk: Bokmål is closer than English. */
const NEAREST: ReadonlyMap<string, string> = new Map([
  ["no", "nb"],
  ["nn", "nb"],
]);

/** The language whose texts a reader of a language gets if it has none of its own. */
export function nearestLanguage(language: string): string | undefined {
  return NEAREST.get(language);
}
