import * as l10n from "@vscode/l10n";
import { removeAll } from "../edits/lineEdits.ts";
import { namesIn } from "../edits/references.ts";
import { linesOf } from "../edits/tokenDefinitions.ts";
import { type Definition, variablesOf } from "../facts/variables.ts";
import type { Fix } from "./finding.ts";

/**
 * Removes a variable that contains a token, or only its value if something refers to it.
 * @param emptying the title in that case
 */
export function removeVariable(definition: Definition, emptying: string): Fix {
  const { document, name, valueRange: range } = definition;
  const isOnly = variablesOf(document).definitionsOf(name).length === 1;
  if (isOnly && namesIn(document, () => true).has(name)) return { title: emptying, edits: [{ range, newText: "" }] };
  return { title: l10n.t("Remove the variable"), edits: removeAll(document, linesOf(document, [definition]), []) };
}
