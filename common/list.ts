import * as l10n from "@vscode/l10n";

/** `a, b, and c` as the language of the texts has it. */
export function conjunction(items: readonly string[]): string {
  return format("conjunction", items);
}

/** `a, b, or c` as the language of the texts has it. */
export function disjunction(items: readonly string[]): string {
  return format("disjunction", items);
}

function format(type: "conjunction" | "disjunction", items: readonly string[]): string {
  // Each bundle translates the name of its own language: nothing else knows which one is loaded.
  return new Intl.ListFormat(l10n.t("en"), { type }).format(items);
}
