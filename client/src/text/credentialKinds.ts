import * as l10n from "@vscode/l10n";
import type { Credential } from "../../../common/protocol/credential.ts";

export type CredentialKind = Credential["kind"];

/** The names of the kinds of credential, as in “Enter API Key”. */
export const KIND_NAMES: Readonly<Record<CredentialKind, string>> = {
  get apiKey() {
    return l10n.t("API Key");
  },
  get session() {
    return l10n.t("Session Token");
  },
  get jwt() {
    return l10n.t("Signed JWT");
  },
};
