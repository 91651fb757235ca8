/** What can be wrong with a reference to a token. */
import * as l10n from "@vscode/l10n";
import type { Rule } from "./refusalCause.ts";

export const variableOff: Rule = ({ carried, remote }) =>
  carried.kind !== "reference" || carried.isOn
    ? undefined
    : {
        kind: "variableOff",
        sentence: l10n.t(
          "The request takes its token from {0}, which is not set because argus.environmentVariables is off.",
          `{{${carried.variable}}}`,
        ),
        remedy:
          remote === ""
            ? l10n.t("Turn the setting on, or insert the token itself.")
            : l10n.t(
                "Turn it on in the settings of this remote machine (those of the user do not count here), or insert the token itself.",
              ),
        fix: "openEnvironmentSetting",
      };

export const otherReference: Rule = ({ carried, request, profile }) => {
  if (carried.kind !== "reference" || carried.owner === (request.profile ?? profile.name)) return undefined;
  const { owner, variable } = carried;
  const wanted = request.profile ?? profile.name;
  return {
    kind: "otherReference",
    sentence:
      owner === undefined
        ? l10n.t("No Argus profile has the variable in {0}, so it is empty.", `{{${variable}}}`)
        : l10n.t(
            "The request belongs to “{0}”, but takes the token of “{1}” from {2}.",
            wanted,
            owner,
            `{{${variable}}}`,
          ),
    remedy: l10n.t("Insert a token of “{0}”.", wanted),
    fix: "insertToken",
  };
};

export const emptyReference: Rule = ({ carried, known }) =>
  carried.kind !== "reference" || known !== undefined
    ? undefined
    : {
        kind: "emptyReference",
        sentence: l10n.t(
          "The request takes its token from {0}, and there is none at present.",
          `{{${carried.variable}}}`,
        ),
        remedy: l10n.t("Get a token, and send the request again."),
        fix: "getToken",
      };
