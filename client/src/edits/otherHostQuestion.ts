import * as l10n from "@vscode/l10n";
import { window } from "vscode";
import type { OtherHost } from "../../../common/protocol/documents.ts";
import { plainLabel, plainText, shortName } from "../../../common/plainText.ts";

/** The person's choice about a token in a request to another host. */
export type HostChoice = "insert" | "remember" | "otherProfile" | "cancel";

/** Asked at each insertion until the host is remembered: the operator of the wrong host can read the token. */
export async function askAboutHost(profile: string, { host, profiles }: OtherHost): Promise<HostChoice> {
  const question = l10n.t("Insert a token of “{0}” into a request to {1}?", profile, host);
  const fitting = profiles[0];
  const detail =
    fitting === undefined
      ? l10n.t("This is not one of the profile's hosts. Its operator can use the token while it is live.")
      : l10n.t(
          "This host belongs to the profile “{0}”. Its operator can use a token of “{1}” while it is live.",
          fitting,
          profile,
        );
  const insert = l10n.t("Insert");
  const remember = l10n.t("Insert and Remember Host");
  const other = fitting === undefined ? l10n.t("Other Profile…") : l10n.t("Use “{0}”", plainLabel(shortName(fitting)));
  const chosen = await window.showWarningMessage(
    plainText(question),
    { modal: true, detail: plainText(detail) },
    // The first button has the focus: a wrong Enter must not hand the token over.
    other,
    insert,
    remember,
  );
  if (chosen === undefined) return "cancel";
  return chosen === insert ? "insert" : chosen === remember ? "remember" : "otherProfile";
}

/** The same for all requests of a file at once. */
export async function askAboutRefresh(others: readonly { profile: string; host: string }[]): Promise<boolean> {
  const question = l10n.t("Write fresh tokens into requests to hosts that do not belong to their profiles?");
  const lines = others.map(({ profile, host }) => l10n.t("A token of “{0}” to {1}", profile, host));
  const detail = [...lines, l10n.t("The operator of a host can use a token while it is live.")].join("\n");
  const refresh = l10n.t("Refresh");
  return (
    (await window.showWarningMessage(plainText(question), { modal: true, detail: plainText(detail) }, refresh)) ===
    refresh
  );
}
