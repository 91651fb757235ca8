import * as l10n from "@vscode/l10n";
import type { Credential } from "../../../common/protocol/credential.ts";

/** A command or a variable provides a credential of one of the other kinds. */
export type CredentialKind = Credential["kind"] | "command" | "environment";

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
  get command() {
    return l10n.t("Command");
  },
  get environment() {
    return l10n.t("Environment Variable");
  },
};
