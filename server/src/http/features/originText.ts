import * as l10n from "@vscode/l10n";
import { disjunction } from "../../../../common/list.ts";
import type { AnalysisContext } from "../facts/analysisContext.ts";
import type { OutsideVariable, VariableOrigin } from "../facts/outsideVariables.ts";
import { HTTP_YAC, REST_CLIENT } from "../../../../common/senders.ts";

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

/** Where a variable that the file does not define is defined, in sentences; none where that is not known. */
export function definitionTexts(name: string, { outside, settings }: AnalysisContext): string[] {
  const variable = outside?.find(name);
  if (variable !== undefined) {
    const defined =
      variable.origin.kind === "process"
        ? l10n.t("Defined in the editor's environment.")
        : l10n.t("Defined in {0}.", originText(variable.origin));
    return [defined, ...unreadText(variable, settings.otherExtensions ?? [])];
  }
  const environments = outside?.environmentsWith(name) ?? [];
  if (environments.length === 0) return [];
  const names = disjunction(environments);
  return [l10n.t("Defined in another environment. Choose {0} with “Argus: Select HTTP Environment…”.", names)];
}

/** A warning if the only other extension does not read the source that defines the variable. */
function unreadText({ name, origin }: OutsideVariable, otherExtensions: readonly string[]): string[] {
  const others = otherExtensions.map((id) => id.toLowerCase());
  const only = (id: string): boolean =>
    others.includes(id) && !others.includes(id === HTTP_YAC ? REST_CLIENT : HTTP_YAC);
  if (origin.kind === "file" && !name.startsWith("$dotenv") && only(REST_CLIENT)) {
    return [l10n.t("REST Client does not read this file, and sends the reference as it is written.")];
  }
  if (origin.kind === "setting" && origin.setting.startsWith("rest-client.") && only(HTTP_YAC)) {
    return [l10n.t("httpYac does not read this setting, and cannot send the request.")];
  }
  return [];
}
