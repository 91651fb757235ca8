import * as l10n from "@vscode/l10n";
import type { OutsideVariables, VariableOrigin } from "../facts/outsideVariables.ts";

/** A short description of a variable's source. Never quotes the value, which may be secret. */
export function originText(origin: VariableOrigin): string {
  switch (origin.kind) {
    case "file":
      return origin.environment === undefined
        ? origin.file
        : l10n.t("{0}, environment {1}", origin.file, origin.environment);
    case "setting":
      return l10n.t("{0}, environment {1}", origin.setting, origin.environment);
    case "process":
      return l10n.t("environment of the editor");
  }
}

/** A sentence about where a variable from outside the file is defined; `undefined` if that is not known. */
export function definitionText(name: string, outside: OutsideVariables | undefined): string | undefined {
  const variable = outside?.find(name);
  if (variable?.origin.kind === "process") return l10n.t("Defined in the editor's environment.");
  if (variable !== undefined) return l10n.t("Defined in {0}.", originText(variable.origin));
  const environments = outside?.environmentsWith(name) ?? [];
  if (environments.length === 0) return undefined;
  const names = new Intl.ListFormat(undefined, { type: "disjunction" }).format(environments);
  return l10n.t("Defined in another environment. Choose {0} with Argus: Select HTTP Environment.", names);
}
