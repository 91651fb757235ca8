import * as l10n from "@vscode/l10n";

/** `a, b, and c` in the language of the texts. */
export function conjunction(items: readonly string[]): string {
  return format("conjunction", items);
}

/** `a, b, or c` in the language of the texts. */
export function disjunction(items: readonly string[]): string {
  return format("disjunction", items);
}

function format(type: "conjunction" | "disjunction", items: readonly string[]): string {
  // Each bundle contains its own language's code, because nothing else knows which bundle is loaded.
  return new Intl.ListFormat(l10n.t("en"), { type }).format(items);
}
